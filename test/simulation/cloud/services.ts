import { createHash } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { NoSuchKey, NotFound, S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Carries out a command of a service, by the name of its class, at one moment. */
// biome-ignore lint/suspicious/noExplicitAny: each command has an input of its own.
type Service = (command: string, input: any) => object;

const clients = {
  dynamo: DynamoDBDocumentClient,
  s3: S3Client,
  sfn: SFNClient,
  kms: KMSClient,
  secrets: SecretsManagerClient,
} as const;

export type ServiceName = keyof typeof clients;

/**
 * Lets every SDK client of this process send its commands to a function instead of AWS.
 * @returns puts the real clients back.
 */
export function interceptAws(
  send: (service: ServiceName, command: string, input: unknown) => Promise<object>,
): () => void {
  const entries = Object.entries(clients) as [ServiceName, { prototype: object }][];
  for (const [name, { prototype }] of entries)
    Object.defineProperty(prototype, 'send', {
      configurable: true,
      value: (command: { constructor: { name: string }; input: unknown }) =>
        send(name, command.constructor.name, command.input),
    });
  return () => {
    for (const [, { prototype }] of entries) Reflect.deleteProperty(prototype, 'send');
  };
}

/** Buckets in memory. */
export function bucketsInMemory(): { readonly objects: Map<string, Uint8Array>; readonly send: Service } {
  const objects = new Map<string, Uint8Array>();
  const operations: Record<string, (place: string, body: Uint8Array) => object> = {
    PutObjectCommand: (place, body) => {
      objects.set(place, Buffer.from(body));
      return {};
    },
    GetObjectCommand: (place) => {
      const held = objects.get(place);
      if (!held) throw new NoSuchKey({ message: '', $metadata: {} });
      return { Body: { transformToByteArray: async () => held } };
    },
    HeadObjectCommand: (place) => {
      if (!objects.has(place)) throw new NotFound({ message: '', $metadata: {} });
      return {};
    },
    DeleteObjectCommand: (place) => {
      objects.delete(place);
      return {};
    },
    GetBucketVersioningCommand: () => ({}),
  };
  const send: Service = (command, { Bucket, Key, Body }) => {
    const operation = operations[command];
    if (!operation) throw new RangeError(`the simulation has no ${command}`);
    return operation(`${Bucket}/${Key}`, Body);
  };
  return { objects, send };
}

/** KMS: a MAC is a hash of its message; a wrapped key is its number, and opens with the context that it was made with alone. */
export function keysInMemory(): Service {
  const keys: { readonly plain: Uint8Array; readonly reportId: string }[] = [];
  return (command, { EncryptionContext, CiphertextBlob, Message }) => {
    if (command === 'GenerateMacCommand')
      return { Mac: Uint8Array.from(createHash('sha256').update(Message).digest()) };
    const { reportId } = EncryptionContext;
    if (command === 'GenerateDataKeyCommand') {
      const plain = new Uint8Array(32).fill(keys.length + 1);
      keys.push({ plain, reportId });
      return { Plaintext: Uint8Array.from(plain), CiphertextBlob: Uint8Array.of(keys.length - 1) };
    }
    const key = keys[CiphertextBlob[0]];
    if (key?.reportId !== reportId) throw new Error('InvalidCiphertextException');
    return { Plaintext: Uint8Array.from(key?.plain ?? []) };
  };
}

/** Secrets in memory. An id may go on behind a slash: functions that cache it by its id then cache it apart. */
export function secretsInMemory(initial: Readonly<Record<string, string>>): Service {
  const secrets = new Map(Object.entries(initial));
  return (command, { SecretId, SecretString }) => {
    const name = String(SecretId).split('/')[0] ?? '';
    if (command === 'GetSecretValueCommand') return { SecretString: secrets.get(name) };
    secrets.set(name, SecretString);
    return {};
  };
}
