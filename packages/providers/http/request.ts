import { createHash, randomBytes } from 'node:crypto';
import { validateHeaderValue } from 'node:http';
import { createSecureContext } from 'node:tls';
import { chinaDay } from '@kyc-china/core/china-day';
import type { UpstreamCall } from '@kyc-china/core/provider-port';
import type { WireRequest } from '../wire.ts';
import type { AuthDescription, RequestDescription } from './description.ts';
import { encrypt } from './encryption.ts';
import type { Evaluate } from './expression.ts';
import { sign, sortedFields, textOf } from './signature.ts';
import { fillIn } from './template.ts';

export type Secret = Readonly<Record<string, string>>;

/** A request cannot be formed from what is configured and given. Nothing was sent. */
export class UnaskableError extends Error {
  override name = 'UnaskableError';
}

const contentTypes = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

/** What templates and expressions may name of a call, apart from the person. */
function commonValues({ requestId }: UpstreamCall, now: Date) {
  return {
    timestamp: String(now.getTime()),
    timestampSeconds: String(Math.floor(now.getTime() / 1000)),
    /** YYYYMMDD in China. */
    today: chinaDay(now),
    nonce: randomBytes(16).toString('hex'),
    requestId,
    /** For a vendor that takes no slashes, or no more than 32 characters. */
    requestKey: createHash('sha256').update(requestId).digest('hex').slice(0, 32),
  };
}

function filled(
  templates: Readonly<Record<string, string>> | undefined,
  values: Secret,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(templates ?? {}).map(([name, template]) => [name, fillIn(template, values)]),
  );
}

function fieldsOf(evaluate: Evaluate, input: object): Record<string, unknown> {
  const fields = evaluate(input);
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw new UnaskableError('the fields are no object');
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function urlEncoded(fields: Readonly<Record<string, unknown>>): string {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) encoded.append(name, textOf(value));
  return encoded.toString();
}

function tlsOf({ tls }: AuthDescription, secret: Secret): WireRequest['tls'] {
  if (!tls) return undefined;
  const pems = Object.fromEntries(
    Object.entries(tls).map(([part, name]) => {
      const pem = secret[name];
      if (pem === undefined) throw new UnaskableError(`the secret lacks ${name}`);
      return [part, pem];
    }),
  );
  // Throws on what is no PEM: later, it would look like a failure of the call.
  createSecureContext(pems);
  return pems;
}

/**
 * Forms the request of a call: its fields, then the body, then what is signed, then the headers.
 * @throws UnaskableError or whatever a faulty secret leads to: all of it before anything is sent.
 */
export function formRequest(
  { auth, request, fields }: { auth: AuthDescription; request: RequestDescription; fields: Evaluate },
  call: UpstreamCall,
  secret: Secret,
  now: Date,
): Omit<WireRequest, 'signal'> {
  const common = commonValues(call, now);
  const secrets = Object.fromEntries(
    Object.entries(secret).map(([name, value]) => [`secret.${name}`, value]),
  );
  const known = { ...secrets, ...common };
  const sent = fieldsOf(fields, {
    ...common,
    applicant: call.applicant,
    address: call.address ?? null,
    photo: call.photo ? Buffer.from(call.photo).toString('base64') : null,
    auth: filled(auth.values, known),
  });

  const url = new URL(request.url);
  const target = { method: request.method, path: url.pathname };
  const { signature } = auth;
  if (signature?.field !== undefined)
    sent[signature.field] = sign(signature, { ...known, ...target, fields: sortedFields(sent) });

  const query = request.encoding === 'query' ? urlEncoded(sent) : '';
  const plain = request.encoding === 'json' ? JSON.stringify(sent) : urlEncoded(sent);
  const body = request.encryption ? encrypt(plain, request.encryption, secret) : plain;
  const values = {
    ...known,
    ...target,
    query,
    body: request.encoding === 'query' ? '' : body,
    fields: sortedFields(sent),
  };
  const signed =
    signature && signature.field === undefined ? { ...values, signature: sign(signature, values) } : values;
  const headers = {
    accept: 'application/json',
    ...(request.encoding !== 'query' && { 'content-type': contentTypes[request.encoding] }),
    ...filled(auth.headers, signed),
    ...filled(request.headers, signed),
  };
  for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
  const tls = tlsOf(auth, secret);
  return {
    method: request.method,
    url: query === '' ? request.url : `${request.url}?${query}`,
    headers,
    ...(request.encoding !== 'query' && { body }),
    ...(tls && { tls }),
  };
}
