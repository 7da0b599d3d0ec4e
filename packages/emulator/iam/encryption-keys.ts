import type { CloudAssembly } from '../cloud-assembly.ts';
import { account, region } from '../physical-names.ts';
import type { Permission } from './gate.ts';

type Service = 'dynamodb' | 's3' | 'secretsmanager';

/** What a service asks of KMS in its caller's name when it reads or writes what a key encrypts. */
export type UseOfKey = 'kms:Decrypt' | 'kms:GenerateDataKey';

interface BucketEncryption {
  readonly ServerSideEncryptionConfiguration: readonly {
    readonly ServerSideEncryptionByDefault?: { readonly KMSMasterKeyID?: string };
  }[];
}

/** Which key of the stack encrypts which of its resources at rest. */
export class EncryptionKeys {
  /** The key's ARN by the resource's. */
  readonly #keys = new Map<string, string>();

  constructor(assembly: CloudAssembly) {
    for (const table of assembly.resourcesOf('AWS::DynamoDB::Table')) {
      const sse = assembly.resolve(table.properties.SSESpecification) as
        | { KMSMasterKeyId?: string }
        | undefined;
      this.#note(assembly.attributeOf(table, 'Arn'), sse?.KMSMasterKeyId);
    }
    for (const bucket of assembly.resourcesOf('AWS::S3::Bucket')) {
      const encryption = assembly.resolve(bucket.properties.BucketEncryption) as BucketEncryption | undefined;
      const [rule] = encryption?.ServerSideEncryptionConfiguration ?? [];
      this.#note(assembly.attributeOf(bucket, 'Arn'), rule?.ServerSideEncryptionByDefault?.KMSMasterKeyID);
    }
    for (const secret of assembly.resourcesOf('AWS::SecretsManager::Secret')) {
      const key = secret.properties.KmsKeyId;
      this.#note(assembly.refOf(secret), key === undefined ? undefined : assembly.text(key));
    }
  }

  /** What the caller of a service needs of the key of the resource; nothing if AWS's own key encrypts it. */
  permissions(service: Service, resourceArn: string, ...actions: readonly UseOfKey[]): Permission[] {
    const key = this.#keys.get(resourceArn);
    if (key === undefined) return [];
    const context = { 'kms:ViaService': `${service}.${region}.amazonaws.com`, 'kms:CallerAccount': account };
    return actions.map((action) => ({ action, resource: key, context }));
  }

  #note(resourceArn: string, keyArn: string | undefined): void {
    if (keyArn !== undefined) this.#keys.set(resourceArn, keyArn);
  }
}
