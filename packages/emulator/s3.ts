import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { RequestListener, ServerResponse } from 'node:http';
import path from 'node:path';
import S3rver from '@20minutes/s3rver';
import accounts from '@20minutes/s3rver/lib/models/account.js';
import type { CloudAssembly } from './cloud-assembly.ts';
import type { Credentials } from './credentials.ts';
import { type RunningServer, serve } from './http-server.ts';
import { accessKeyIdOf } from './iam/access-key-id.ts';
import type { EncryptionKeys } from './iam/encryption-keys.ts';
import { AccessDenied, type Gate } from './iam/gate.ts';
import { s3Permissions } from './iam/s3-permissions.ts';
import { corsDocument } from './s3-cors.ts';

/** s3rver refuses to say that it keeps no versions, which S3 says of a bucket that never did. */
function answeringVersioning(s3: RequestListener): RequestListener {
  return (request, response) => {
    const asked = request.method === 'GET' && /[?&]versioning(=|&|$)/.test(request.url ?? '');
    if (!asked) return s3(request, response);
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end('<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>');
  };
}

function refuse(response: ServerResponse, { unknownKey, message }: AccessDenied): void {
  const code = unknownKey ? 'InvalidAccessKeyId' : 'AccessDenied';
  const escaped = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  response.writeHead(403, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escaped}</Message></Error>`,
  );
}

/**
 * Keeps empty folders. With an object, s3rver deletes the folders that it leaves empty, and with them an object that is
 * written there at the same time. An empty folder is harmless.
 */
function keepingFolders(s3: S3rver): S3rver {
  const { store } = s3;
  store.deleteObject = async (bucket, key) => {
    const files = ['object', 'object.md5', 'metadata.json'].map((part) =>
      store.getResourcePath(bucket, key, part),
    );
    await Promise.all(files.map((file) => rm(file, { force: true })));
  };
  return s3;
}

/**
 * s3rver writes an object where it is read: a put that is cut off left a part of it there, in place of what it was to
 * replace. Here, as in S3, it is the old one or the new one.
 */
function replacingWhole(s3: S3rver): S3rver {
  const { store } = s3;
  const putContent = store.putContent.bind(store);
  store.putContent = async (file, content) => {
    const aside = `${file}.${randomUUID()}`;
    try {
      const written = await putContent(aside, content);
      await rename(aside, file);
      return written;
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
  };
  return s3;
}

/** Deletes the temporary files of puts whose process was killed: nothing else deletes them. */
function forgetUnfinished(directory: string): void {
  for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' }))
    if (/_object\.[0-9a-f-]{36}$/.test(file)) rmSync(path.join(directory, file));
}

/** IAM decides first: a call that is not allowed never reaches S3. */
function guarded(s3: RequestListener, gate: Gate, keys: EncryptionKeys): RequestListener {
  return (request, response) => {
    try {
      // A CORS preflight: S3 answers it by the bucket's rules, for every caller.
      if (request.method !== 'OPTIONS') gate.admit(accessKeyIdOf(request), s3Permissions(request, keys));
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      // What the caller still sends is read, so that it sees the answer rather than a broken connection.
      request.resume();
      return refuse(response, error);
    }
    return s3(request, response);
  };
}

/**
 * S3 with the stack's buckets, kept in a folder. It verifies signatures and the expiry of presigned links;
 * it has no lifecycle rules and no encryption.
 */
export async function startS3(
  assembly: CloudAssembly,
  directory: string,
  gate: Gate,
  keys: EncryptionKeys,
): Promise<RunningServer> {
  mkdirSync(directory, { recursive: true });
  forgetUnfinished(directory);
  // The port of the last run, if it is still free: a presigned link names it, and is valid for days.
  const portFile = path.join(directory, '.port');
  const lastPort = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0;
  const served = new S3rver({
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: assembly.resourcesOf('AWS::S3::Bucket').map((bucket) => {
      const cors = corsDocument(assembly, bucket);
      return { name: assembly.nameOf(bucket), ...(cors !== undefined && { configs: [cors] }) };
    }),
  });
  const s3 = replacingWhole(keepingFolders(served));
  await s3.configureBuckets();
  const listener = guarded(answeringVersioning(s3.callback()), gate, keys);
  const running = await serve(listener, lastPort).catch(() => serve(listener));
  writeFileSync(portFile, String(running.port));
  return running;
}

/** Makes S3 accept what is signed with this key pair. */
export function registerKeyPair({ accessKeyId, secretAccessKey }: Credentials): void {
  accounts.DUMMY_ACCOUNT.createKeyPair(accessKeyId, secretAccessKey);
}
