import type { CloudAssembly } from '../cloud-assembly.ts';
import { account } from '../physical-names.ts';
import type { RequestContext } from './condition.ts';
import { Policies } from './policy.ts';
import { ResourcePolicy, type ResourcePolicyDocument } from './resource-policy.ts';
import { managedPolicy, policiesOfRole, policiesOfUser } from './role-policies.ts';
import { wildcard } from './wildcard.ts';

/** An action on a resource that a call needs, and the condition keys that its service knows. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  readonly context?: RequestContext;
}

/** A permission that was used, and the principal that used it. */
export interface Use {
  /** The ARN of a role or user. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
}

/** A caller whose calls are decided by policies. */
export interface Principal {
  /** The role's or user's ARN: what conditions know the caller by. */
  readonly arn: string;
  /** How a denial names the caller: the ARN of a role's session, or of the user. */
  readonly session: string;
  readonly policies: Policies;
}

/** The error of a call that is not allowed, or whose caller is unknown. */
export class AccessDenied extends Error {
  /** Whether the access key is unknown. */
  readonly unknownKey: boolean;

  constructor(message: string, unknownKey = false) {
    super(message);
    this.unknownKey = unknownKey;
  }
}

/** The operator of the embedded cloud: an administrator. The resources' own policies still apply. */
const operator: Principal = {
  arn: `arn:aws:iam::${account}:user/operator`,
  session: `arn:aws:iam::${account}:user/operator`,
  policies: new Policies([{ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }]),
};

/** What is true of every call: no network lies between the embedded cloud and its callers. */
const common: RequestContext = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };

/** The policies that the stack's keys and buckets have, by the resource's ARN. */
function resourcePoliciesOf(assembly: CloudAssembly): ReadonlyMap<string, ResourcePolicy> {
  const compiled = (document: unknown) =>
    new ResourcePolicy(assembly.resolve(document) as ResourcePolicyDocument);
  const keys = assembly
    .resourcesOf('AWS::KMS::Key')
    .map((key) => [assembly.attributeOf(key, 'Arn'), compiled(key.properties.KeyPolicy)] as const);
  const buckets = assembly
    .resourcesOf('AWS::S3::BucketPolicy')
    .map(
      ({ properties }) =>
        [`arn:aws:s3:::${assembly.text(properties.Bucket)}`, compiled(properties.PolicyDocument)] as const,
    );
  return new Map([...keys, ...buckets]);
}

/**
 * IAM before the services of the embedded cloud: each call is decided by the policies that the synthesized
 * template gives its caller and its resource. The caller is known by the access key that the call names; that
 * it holds the secret too, only S3 verifies.
 */
export class Gate {
  readonly #assembly: CloudAssembly;
  readonly #callers = new Map<string, Principal>();
  /** The stack's roles and users that may call, by ARN. */
  readonly #principals = new Map<string, Principal>();
  readonly #resourcePolicies: ReadonlyMap<string, ResourcePolicy>;
  readonly #uses = new Map<string, Use>();

  /** @throws Error when the template has a policy that uses what is not known here. */
  constructor(assembly: CloudAssembly) {
    this.#assembly = assembly;
    this.#resourcePolicies = resourcePoliciesOf(assembly);
  }

  /** The role, assumed in a session of this name: on AWS, a function's name for the function. */
  role(roleArn: string, sessionName: string): Principal {
    const roleName = roleArn.split('/').at(-1);
    const session = `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`;
    return this.#note({ arn: roleArn, session, policies: policiesOfRole(this.#assembly, roleArn) });
  }

  /** The user of the template that has this name. */
  user(name: string): Principal {
    const arn = `arn:aws:iam::${account}:user/${name}`;
    return this.#note({ arn, session: arn, policies: policiesOfUser(this.#assembly, name) });
  }

  /** A person who has one managed policy of the template and nothing else: a user of the policy's name. */
  operatorWith(policyName: string): Principal {
    const arn = `arn:aws:iam::${account}:user/${policyName}`;
    return this.#note({ arn, session: arn, policies: managedPolicy(this.#assembly, policyName) });
  }

  /** Registers the key of a principal; by default, of the operator. */
  register(accessKeyId: string, principal: Principal = operator): void {
    this.#callers.set(accessKeyId, principal);
  }

  /** Returns the principal that has this access key; undefined if no principal has it. */
  callerWith(accessKeyId: string): Principal | undefined {
    return this.#callers.get(accessKeyId);
  }

  /**
   * Lets a call through that has every permission it needs, and records that they were used.
   * @throws AccessDenied as AWS words it.
   */
  admit(accessKeyId: string | undefined, permissions: readonly Permission[]): void {
    const principal = this.callerWith(accessKeyId ?? '');
    if (!principal) throw new AccessDenied('The security token included in the request is invalid.', true);
    this.authorize(principal, permissions);
  }

  /** Like admit, for a caller that is known otherwise. */
  authorize(principal: Principal, permissions: readonly Permission[]): void {
    for (const permission of permissions) this.#decide(principal, permission);
    for (const { action, resource } of permissions) {
      const use = { principal: principal.arn, action, resource };
      this.#uses.set(JSON.stringify(use), use);
    }
  }

  /** What was allowed so far, each once. */
  used(): Use[] {
    return [...this.#uses.values()];
  }

  /** What the stack's roles and users are granted and did not use so far: actions and resources as patterns. */
  unused(): Use[] {
    return [...this.#principals.values()].flatMap(({ arn, policies }) => {
      const uses = this.used().filter(({ principal }) => principal === arn);
      return policies.grants
        .filter(
          ({ action, resource }) =>
            !uses.some((use) => wildcard(action, true)(use.action) && wildcard(resource)(use.resource)),
        )
        .map((grant) => ({ principal: arn, ...grant }));
    });
  }

  #note(principal: Principal): Principal {
    this.#principals.set(principal.arn, principal);
    return principal;
  }

  #decide({ arn, session, policies }: Principal, { action, resource, context }: Permission): void {
    const principalType = arn.includes(':user/') ? 'User' : 'AssumedRole';
    const request = {
      action,
      resource,
      context: {
        ...common,
        'aws:PrincipalArn': arn,
        'aws:PrincipalAccount': account,
        'aws:PrincipalType': principalType,
        ...context,
      },
    };
    const deny = (why: string): never => {
      throw new AccessDenied(
        `User: ${session} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
      );
    };
    const identity = policies.decide(request);
    const resourcePolicy = this.#policyOf(resource);
    const ofResource = resourcePolicy?.decide(arn, request) ?? 'silent';
    if (ofResource === 'explicit-deny') deny('with an explicit deny in a resource-based policy');
    if (identity === 'explicit-deny') deny('with an explicit deny in an identity-based policy');
    if (ofResource === 'principal') return;
    // A key's policy must let the account's identity policies decide; other resources need not have one.
    if (action.startsWith('kms:') && ofResource !== 'account')
      deny(`because no resource-based policy allows the ${action} action`);
    if (identity !== 'allow') deny(`because no identity-based policy allows the ${action} action`);
  }

  /** The policy of the resource; of an object, its bucket's. */
  #policyOf(resource: string): ResourcePolicy | undefined {
    return this.#resourcePolicies.get(
      resource.startsWith('arn:aws:s3:') ? (resource.split('/')[0] ?? '') : resource,
    );
  }
}
