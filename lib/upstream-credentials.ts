import { RemovalPolicy } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { grantSecretValue } from './grants.ts';
import { type StageConfiguration, upstreamSecretNameOf } from './stage-configuration.ts';

/** The simulator calls no provider and needs no credentials. */
const withoutCredentials = new Set(['simulator']);

/**
 * A secret for the credentials of each provider that a stage configures. The deployment makes it with a value that
 * no provider accepts. The operator of the stage puts in the real one (docs/providers).
 */
export class UpstreamCredentials extends Construct {
  readonly #secrets: Record<string, Secret>;

  constructor(scope: Construct, id: string, { stage, key }: { stage: StageConfiguration; key: IKey }) {
    super(scope, id);
    const names = Object.keys(stage.upstream.providers).filter((name) => !withoutCredentials.has(name));
    this.#secrets = Object.fromEntries(
      names.map((name) => [
        name,
        new Secret(this, name, {
          secretName: upstreamSecretNameOf(stage.name, name),
          description: `The credentials of the upstream provider ${name}: see docs/providers/${name}.md for their form.`,
          encryptionKey: key,
          // Not RETAIN: a first deployment that fails would leave them, and their names stand in the next one's way.
          removalPolicy: stage.retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
        }),
      ]),
    );
    acknowledge(this, {
      'AwsSolutions-SMG4':
        'The provider issues these credentials, by hand: nothing of ours can make new ones (docs/providers).',
    });
  }

  /** The secrets' ARNs by provider, as JSON. */
  get arns(): string {
    return JSON.stringify(
      Object.fromEntries(Object.entries(this.#secrets).map(([name, { secretArn }]) => [name, secretArn])),
    );
  }

  grantRead(grantee: IGrantable): void {
    for (const secret of Object.values(this.#secrets)) grantSecretValue(grantee, secret);
  }
}
