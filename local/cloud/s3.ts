import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import S3rver from '@20minutes/s3rver';
import accounts from '@20minutes/s3rver/lib/models/account.js';
import type { CloudAssembly } from './cloud-assembly.ts';
import type { Credentials } from './credentials.ts';
import { type RunningServer, serve } from './http-server.ts';

/** s3rver refuses to say that it keeps no versions, which S3 says of a bucket that never did. */
function answeringVersioning(s3: RequestListener): RequestListener {
  return (request, response) => {
    const asked = request.method === 'GET' && /[?&]versioning(=|&|$)/.test(request.url ?? '');
    if (!asked) return s3(request, response);
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end('<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>');
  };
}

/**
 * S3 with the stack's buckets, kept in a folder. It verifies signatures and the expiry of presigned links;
 * it has no lifecycle rules, no policies and no encryption.
 */
export async function startS3(assembly: CloudAssembly, directory: string): Promise<RunningServer> {
  mkdirSync(directory, { recursive: true });
  // The port of the last run, if it is still free: a presigned link names it, and is valid for days.
  const portFile = path.join(directory, '.port');
  const lastPort = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0;
  const s3 = new S3rver({
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: assembly
      .resourcesOf('AWS::S3::Bucket')
      .map((bucket) => ({ name: assembly.nameOf(bucket) })),
  });
  await s3.configureBuckets();
  const listener = answeringVersioning(s3.callback());
  const running = await serve(listener, lastPort).catch(() => serve(listener));
  writeFileSync(portFile, String(running.port));
  return running;
}

/** Makes S3 accept what is signed with this key pair. */
export function registerKeyPair({ accessKeyId, secretAccessKey }: Credentials): void {
  accounts.DUMMY_ACCOUNT.createKeyPair(accessKeyId, secretAccessKey);
}
