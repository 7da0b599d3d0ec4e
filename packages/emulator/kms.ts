import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { CloudAssembly } from './cloud-assembly.ts';
import { EncryptedFile } from './encrypted-file.ts';
import type { RunningServer } from './http-server.ts';
import type { Gate, Permission } from './iam/gate.ts';
import { type Guard, ServiceError, serveJsonService } from './json-service.ts';
import { type MacInput, MacKeys } from './kms-mac.ts';
import { type SignInput, SigningKeys } from './kms-signing.ts';

type EncryptionContext = Readonly<Record<string, string>>;

interface KeyInput {
  readonly KeyId?: string;
  readonly EncryptionContext?: EncryptionContext;
}

const symmetric = 'SYMMETRIC_DEFAULT';
const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

const dataKeyBytes: Readonly<Record<string, number>> = { AES_256: 32, AES_128: 16 };

/** The context's pairs in one order, whatever order they were sent in. */
function canonical(context: EncryptionContext = {}): Buffer {
  const pairs = Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs));
}

function invalidCiphertext(): ServiceError {
  return new ServiceError('InvalidCiphertextException', '');
}

/** A key of the stack: its kind is its KeySpec (AWS::KMS::Key). */
export interface KmsKey {
  readonly arn: string;
  readonly spec: string;
}

/** The stack's keys in KMS. */
class Kms {
  readonly #arns: readonly string[];
  /** The material of the symmetric keys by their ARN, base64. */
  readonly #materials: Readonly<Record<string, string>>;
  readonly #signing: SigningKeys;
  readonly #mac: MacKeys;

  /** @param directory where their material is kept, encrypted: what a key no longer declared had wrapped is lost. */
  constructor(keys: readonly KmsKey[], directory: string) {
    const arnsOf = (spec: string) => keys.filter((key) => key.spec === spec).map(({ arn }) => arn);
    this.#arns = keys.map(({ arn }) => arn);
    this.#signing = new SigningKeys(arnsOf('RSA_2048'), directory);
    this.#mac = new MacKeys(arnsOf('HMAC_256'), directory);
    const file = new EncryptedFile<Record<string, string>>(directory, 'keys');
    const known = file.read() ?? {};
    this.#materials = Object.fromEntries(
      arnsOf(symmetric).map((arn) => [arn, known[arn] ?? randomBytes(32).toString('base64')]),
    );
    file.write(this.#materials);
  }

  sign(input: SignInput) {
    return this.#signing.sign(this.#existing(input.KeyId), input);
  }

  publicKey({ KeyId }: KeyInput) {
    return this.#signing.publicKey(this.#existing(KeyId));
  }

  generateMac(input: MacInput) {
    return this.#mac.generate(this.#existing(input.KeyId), input);
  }

  /** A ciphertext: the length of the key's ARN (2 bytes), the ARN, a nonce, the sealed bytes, the tag. */
  encrypt({ KeyId = '', EncryptionContext }: KeyInput, plain: Uint8Array) {
    const { arn, material } = this.#key(KeyId);
    const name = Buffer.from(arn);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(name.length);
    const nonce = randomBytes(nonceBytes);
    const sealer = createCipheriv(cipher, material, nonce).setAAD(canonical(EncryptionContext));
    const sealed = [sealer.update(plain), sealer.final(), sealer.getAuthTag()];
    const blob = Buffer.concat([length, name, nonce, ...sealed]);
    return { CiphertextBlob: blob.toString('base64'), KeyId: arn };
  }

  /** @throws ServiceError InvalidCiphertextException when the ciphertext was changed or the context is another. */
  decrypt({ KeyId, EncryptionContext, CiphertextBlob }: KeyInput & { CiphertextBlob: string }) {
    const blob = Buffer.from(CiphertextBlob, 'base64');
    if (blob.length < 2) throw invalidCiphertext();
    const body = 2 + blob.readUInt16BE();
    if (blob.length < body + nonceBytes + tagBytes) throw invalidCiphertext();
    const named = blob.subarray(2, body).toString();
    if (!Object.hasOwn(this.#materials, named)) throw invalidCiphertext();
    const { arn, material } = this.#key(named);
    if (KeyId !== undefined && this.#key(KeyId).arn !== arn)
      throw new ServiceError(
        'IncorrectKeyException',
        'The key ID in the request does not identify a CMK that can perform this operation.',
      );
    const sealed = body + nonceBytes;
    try {
      const opener = createDecipheriv(cipher, material, blob.subarray(body, sealed));
      opener.setAAD(canonical(EncryptionContext)).setAuthTag(blob.subarray(-tagBytes));
      const plain = Buffer.concat([opener.update(blob.subarray(sealed, -tagBytes)), opener.final()]);
      return { Plaintext: plain.toString('base64'), KeyId: arn, EncryptionAlgorithm: symmetric };
    } catch {
      throw invalidCiphertext();
    }
  }

  generateDataKey(input: KeyInput & { KeySpec?: string; NumberOfBytes?: number }) {
    const bytes = dataKeyBytes[input.KeySpec ?? ''] ?? input.NumberOfBytes;
    if (!bytes)
      throw new ServiceError('ValidationException', 'Please specify either number of bytes or key spec.');
    const plain = randomBytes(bytes);
    return { ...this.encrypt(input, plain), Plaintext: plain.toString('base64') };
  }

  /** What an operation needs: of a ciphertext, on the key that it names. Nothing where there is no key to ask. */
  permission(
    operation: string,
    {
      KeyId,
      EncryptionContext = {},
      CiphertextBlob,
      ...algorithms
    }: KeyInput & SignInput & MacInput & { CiphertextBlob?: string },
  ): Permission[] {
    const resource =
      CiphertextBlob === undefined ? this.#find(KeyId ?? '') : this.#wrappedUnder(CiphertextBlob);
    if (resource === undefined) return [];
    const pairs = Object.entries(EncryptionContext).map(([key, value]) => [
      `kms:EncryptionContext:${key}`,
      value,
    ]);
    const context = {
      'kms:EncryptionContextKeys': Object.keys(EncryptionContext),
      ...Object.fromEntries(pairs),
      ...(algorithms.SigningAlgorithm && { 'kms:SigningAlgorithm': algorithms.SigningAlgorithm }),
      ...(algorithms.MessageType && { 'kms:MessageType': algorithms.MessageType }),
      ...(algorithms.MacAlgorithm && { 'kms:MacAlgorithm': algorithms.MacAlgorithm }),
    };
    return [{ action: `kms:${operation}`, resource, context }];
  }

  #wrappedUnder(ciphertext: string): string | undefined {
    const blob = Buffer.from(ciphertext, 'base64');
    return blob.length < 2 ? undefined : this.#find(blob.subarray(2, 2 + blob.readUInt16BE()).toString());
  }

  #find(keyId: string): string | undefined {
    return this.#arns.find((known) => known === keyId || known.endsWith(`/${keyId}`));
  }

  /**
   * @param keyId an ARN, or the id at its end.
   * @throws ServiceError NotFoundException
   */
  #existing(keyId = ''): string {
    const arn = this.#find(keyId);
    if (arn === undefined) throw new ServiceError('NotFoundException', `Key '${keyId}' does not exist`);
    return arn;
  }

  #key(keyId: string): { arn: string; material: Buffer } {
    const arn = this.#existing(keyId);
    const material = this.#materials[arn];
    if (material === undefined)
      throw new ServiceError('InvalidKeyUsageException', `${arn} is no key that encrypts.`);
    return { arn, material: Buffer.from(material, 'base64') };
  }
}

/** Serves the operations that symmetric, signing and HMAC keys have, with these keys, kept in a folder. */
export function serveKms(keys: readonly KmsKey[], directory: string, gate?: Gate): Promise<RunningServer> {
  const kms = new Kms(keys, directory);
  const operations = {
    GenerateDataKey: (input: KeyInput) => kms.generateDataKey(input),
    Decrypt: (input: KeyInput & { CiphertextBlob: string }) => kms.decrypt(input),
    Encrypt: (input: KeyInput & { Plaintext: string }) =>
      kms.encrypt(input, Buffer.from(input.Plaintext, 'base64')),
    Sign: (input: SignInput) => kms.sign(input),
    GetPublicKey: (input: KeyInput) => kms.publicKey(input),
    GenerateMac: (input: MacInput) => kms.generateMac(input),
  };
  const permissionOf = (operation: string) => [
    operation,
    (input: KeyInput) => kms.permission(operation, input),
  ];
  const permissionsOf: Guard['permissionsOf'] = Object.fromEntries(Object.keys(operations).map(permissionOf));
  return serveJsonService(operations, gate && { gate, permissionsOf });
}

/** KMS with the stack's keys. The services of the embedded cloud do not use it: they encrypt nothing at rest. */
export function startKms(assembly: CloudAssembly, directory: string, gate: Gate): Promise<RunningServer> {
  const keys = assembly.resourcesOf('AWS::KMS::Key');
  return serveKms(
    keys.map((key) => ({
      arn: assembly.attributeOf(key, 'Arn'),
      spec: String(key.properties.KeySpec ?? symmetric),
    })),
    directory,
    gate,
  );
}
