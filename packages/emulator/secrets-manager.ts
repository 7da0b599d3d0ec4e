import { randomUUID } from 'node:crypto';
import type { CloudAssembly, Resource } from './cloud-assembly.ts';
import { type Credentials, generateCredentials } from './credentials.ts';
import { EncryptedFile } from './encrypted-file.ts';
import type { RunningServer } from './http-server.ts';
import type { EncryptionKeys, UseOfKey } from './iam/encryption-keys.ts';
import type { Gate, Permission } from './iam/gate.ts';
import { ServiceError, serveJsonService } from './json-service.ts';
import { type GenerateSecretString, generateSecret } from './secret-generator.ts';

interface Version {
  readonly id: string;
  readonly value: string;
  readonly createdAt: number;
}

interface Contents {
  /** By the logical id of the access key. */
  readonly accessKeys: Record<string, Credentials>;
  /** By the secret's ARN: its versions, the current one first. */
  readonly secrets: Record<string, { readonly name: string; readonly versions: readonly Version[] }>;
}

interface SecretInput {
  readonly SecretId: string;
  readonly VersionId?: string;
  readonly VersionStage?: string;
}

const stages = ['AWSCURRENT', 'AWSPREVIOUS'];
const kept = stages.length;

/** Secrets Manager with the stack's secrets, and IAM's access keys that go into some of them. */
export class SecretsManager {
  readonly #file: EncryptedFile<Contents>;
  readonly #contents: Contents;

  /**
   * Makes what the template declares and the folder does not hold yet. The access keys' ids and secrets are
   * provided to the assembly, so that references to them resolve.
   */
  constructor(assembly: CloudAssembly, directory: string) {
    this.#file = new EncryptedFile(directory, 'secrets');
    this.#contents = this.#file.read() ?? { accessKeys: {}, secrets: {} };
    for (const { logicalId } of assembly.resourcesOf('AWS::IAM::AccessKey')) {
      const { accessKeys } = this.#contents;
      const pair = accessKeys[logicalId] ?? generateCredentials();
      accessKeys[logicalId] = pair;
      assembly.provide(logicalId, pair.accessKeyId);
      assembly.provide(`${logicalId}.SecretAccessKey`, pair.secretAccessKey);
    }
    for (const secret of assembly.resourcesOf('AWS::SecretsManager::Secret')) this.#declare(assembly, secret);
    this.#save();
  }

  /** The key pairs of the stack's IAM users, by the logical id of the access key. */
  accessKeys(): Readonly<Record<string, Credentials>> {
    return this.#contents.accessKeys;
  }

  /** Serves GetSecretValue, PutSecretValue and DescribeSecret. */
  serve(gate: Gate, keys: EncryptionKeys): Promise<RunningServer> {
    const needs = (operation: string, ...ofKey: UseOfKey[]) => {
      return ({ SecretId }: SecretInput): Permission[] => {
        const { arn } = this.#find(SecretId);
        const ofSecret = { action: `secretsmanager:${operation}`, resource: arn };
        return [ofSecret, ...keys.permissions('secretsmanager', arn, ...ofKey)];
      };
    };
    return serveJsonService(
      {
        GetSecretValue: (input: SecretInput) => this.#get(input),
        PutSecretValue: (input: SecretInput & { SecretString: string }) => this.#put(input),
        DescribeSecret: (input: SecretInput) => this.#describe(input),
      },
      {
        gate,
        permissionsOf: {
          GetSecretValue: needs('GetSecretValue', 'kms:Decrypt'),
          PutSecretValue: needs('PutSecretValue', 'kms:Decrypt', 'kms:GenerateDataKey'),
          DescribeSecret: needs('DescribeSecret'),
        },
      },
    );
  }

  #declare(assembly: CloudAssembly, resource: Resource): void {
    const arn = assembly.refOf(resource);
    const { GenerateSecretString, SecretString } = resource.properties;
    const known = this.#contents.secrets[arn]?.versions[0];
    if (known && SecretString === undefined) return;
    const value =
      SecretString === undefined
        ? generateSecret((assembly.resolve(GenerateSecretString) ?? {}) as GenerateSecretString)
        : assembly.text(SecretString);
    if (known?.value !== value) this.#store(arn, assembly.nameOf(resource), value);
  }

  #store(arn: string, name: string, value: string): Version {
    const version = { id: randomUUID(), value, createdAt: Date.now() / 1000 };
    const earlier = this.#contents.secrets[arn]?.versions ?? [];
    this.#contents.secrets[arn] = { name, versions: [version, ...earlier].slice(0, kept) };
    return version;
  }

  #save(): void {
    this.#file.write(this.#contents);
  }

  #find(secretId: string) {
    const found = Object.entries(this.#contents.secrets).find(
      ([arn, { name }]) => arn === secretId || name === secretId,
    );
    if (!found)
      throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return { arn: found[0], ...found[1] };
  }

  #get({ SecretId, VersionId, VersionStage }: SecretInput): object {
    const { arn, name, versions } = this.#find(SecretId);
    const index = VersionId
      ? versions.findIndex(({ id }) => id === VersionId)
      : stages.indexOf(VersionStage ?? 'AWSCURRENT');
    const version = versions[index];
    if (!version)
      throw new ServiceError(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret value.",
      );
    return {
      ARN: arn,
      Name: name,
      VersionId: version.id,
      SecretString: version.value,
      VersionStages: [stages[index]],
      CreatedDate: version.createdAt,
    };
  }

  #put({ SecretId, SecretString }: SecretInput & { SecretString: string }): object {
    const { arn, name } = this.#find(SecretId);
    const version = this.#store(arn, name, SecretString);
    this.#save();
    return { ARN: arn, Name: name, VersionId: version.id, VersionStages: ['AWSCURRENT'] };
  }

  #describe({ SecretId }: SecretInput): object {
    const { arn, name, versions } = this.#find(SecretId);
    return {
      ARN: arn,
      Name: name,
      VersionIdsToStages: Object.fromEntries(versions.map(({ id }, index) => [id, [stages[index]]])),
    };
  }
}
