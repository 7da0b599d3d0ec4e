import { randomUUID } from 'node:crypto';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { InvalidRequestError } from '@kyc-china/core/contract/problems';
import { InvalidTokenError, signToken, type TokenKey, verifyToken } from '@kyc-china/core/report-token';
import { reportOn } from '../../packages/samples/pdf-reports.ts';
import { personOf } from './people.ts';

export interface ApiCall {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** One verification that was started: the providers are called, and the call is billed. */
export interface Billed {
  readonly person: number;
  readonly key: string;
  /** Signed while a second call under the key may come. */
  readonly token: Promise<string>;
  readonly reportId: string;
  polls: number;
}

export const credentials = { clientId: 'a-client', clientSecret: 'a-secret-that-opens-the-api' };

const tokenKey: TokenKey = { kid: 'a-key', secret: new Uint8Array(32).fill(7) };

/** An answer of the contract. */
export function json(status: number, body: object, headers: Record<string, string> = {}): ApiAnswer {
  const whole = status < 400 ? body : { ...body, requestId: randomUUID() };
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(whole),
  };
}

/** A token that is well signed, of another client's report. */
export const strangersToken = () =>
  signToken({ reportId: randomUUID(), clientId: 'another-client' }, new Date(), tokenKey);

/** A finished report as poll returns it. */
export function reportBody(person: number, reportId: string, pdfUrl: string): object {
  const finding = { outcome: person === 1 ? 'unmatched' : 'matched' } as const;
  const { reportMetadata, ...rest } = reportOn(
    { name: '张三', idNumber: '110101199001011237' },
    { 'identity.two-factor': finding },
  );
  const pdfFileName = `kyc-cn-${reportId}.pdf`;
  return { reportMetadata: { ...reportMetadata, reportId }, ...rest, pdfUrl, pdfFileName };
}

/** The report's PDF: long enough to be cut anywhere. */
export const pdfOf = (reportId: string) =>
  Buffer.from(`%PDF-1.7\n% ${reportId}\n${'0 0 0 rg\n'.repeat(500)}%%EOF\n`);

/**
 * An API that keeps books. It parses requests, signs tokens and builds reports by the service's own code, and holds in
 * memory what the service holds in tables. A report is ready at its second poll.
 */
export class BookkeepingApi {
  readonly books: Billed[] = [];
  hasRefusedToken = false;
  /** Where its reports' PDFs are served; set once that is known. */
  publicUrl = '';

  /** Answers a call as the service does. */
  async answer({ path, headers, body }: ApiCall): Promise<ApiAnswer> {
    const [, reportId] = /^\/reports\/kyc-cn-([0-9a-f-]+)\.pdf/.exec(path) ?? [];
    if (reportId !== undefined)
      return { status: 200, headers: { 'content-type': 'application/pdf' }, body: pdfOf(reportId) };
    const { clientId, clientSecret } = credentials;
    if (headers['x-client-id'] !== clientId || headers['x-client-secret'] !== clientSecret)
      return json(401, {
        message: 'The x-client-id and x-client-secret headers must be those of an active client.',
      });
    if (path === '/kyc/cn/request') return this.#request(body, String(headers['idempotency-key']));
    if (path === '/kyc/cn/poll') return this.#poll(body);
    return json(404, { message: 'There is no such route.' });
  }

  async #request(body: string, key: string): Promise<ApiAnswer> {
    const sent = JSON.parse(body);
    try {
      parseVerificationRequest(sent);
    } catch (error) {
      if (!(error instanceof InvalidRequestError)) throw error;
      return json(error.status, { message: error.message, errors: error.problems });
    }
    const person = personOf(sent);
    if (person < 0) return json(400, { message: 'No sub-check is eligible: send more of the person.' });
    const known = this.books.find((billed) => billed.key === key);
    if (known && known.person !== person)
      return json(409, { message: 'The Idempotency-Key was used for another body.' });
    if (known) return json(200, { token: await known.token });
    const reportId = randomUUID();
    const { clientId } = credentials;
    const token = signToken({ reportId, clientId }, new Date(), tokenKey);
    this.books.push({ person, key, reportId, token, polls: 0 });
    return json(200, { token: await token });
  }

  async #poll(body: string): Promise<ApiAnswer> {
    try {
      const { token } = JSON.parse(body);
      const claims = await verifyToken(String(token), async () => tokenKey, new Date());
      const billed = this.books.find(({ reportId }) => reportId === claims.reportId);
      if (!billed || claims.clientId !== credentials.clientId) throw new InvalidTokenError();
      billed.polls += 1;
      const { reportId, person, polls } = billed;
      if (polls === 1) {
        const progress = { completed: 0, total: 1 };
        return json(
          202,
          { status: 'processing', message: 'Still processing.', progress },
          { 'retry-after': '2' },
        );
      }
      return json(200, reportBody(person, reportId, `${this.publicUrl}/reports/kyc-cn-${reportId}.pdf`));
    } catch (error) {
      if (!(error instanceof InvalidTokenError)) throw error;
      this.hasRefusedToken = true;
      return json(401, { message: 'Invalid or expired token.' });
    }
  }
}
