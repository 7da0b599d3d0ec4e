import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type RunningServer, serve } from './http-server.ts';
import { accessKeyIdOf } from './iam/access-key-id.ts';
import type { Gate, Principal } from './iam/gate.ts';
import { account } from './physical-names.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

async function actionOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString()).get('Action') ?? '';
}

function errorOf(code: string, message: string): string {
  return `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
}

function identityOf({ session }: Principal, accessKeyId: string): string {
  const result = `<Arn>${session}</Arn><UserId>${accessKeyId}</UserId><Account>${account}</Account>`;
  return `<GetCallerIdentityResponse xmlns="${namespace}"><GetCallerIdentityResult>${result}</GetCallerIdentityResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
}

/**
 * Serves the part of STS that says who calls: GetCallerIdentity, which needs no permission on AWS either.
 * @param gate knows which principal has which access key.
 */
export function serveSts(gate: Pick<Gate, 'callerWith'>): Promise<RunningServer> {
  return serve(async (request, response) => {
    const answer = (status: number, body: string) => {
      response.writeHead(status, { 'content-type': 'text/xml' });
      response.end(body);
    };
    const action = await actionOf(request);
    if (action !== 'GetCallerIdentity')
      return answer(400, errorOf('InvalidAction', 'the embedded cloud has only GetCallerIdentity'));
    const accessKeyId = accessKeyIdOf(request) ?? '';
    const caller = gate.callerWith(accessKeyId);
    if (!caller)
      return answer(
        403,
        errorOf('InvalidClientTokenId', 'The security token included in the request is invalid.'),
      );
    answer(200, identityOf(caller, accessKeyId));
  });
}
