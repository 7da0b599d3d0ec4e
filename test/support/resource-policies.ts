import { isObject } from '@kyc-china/core/json';

type OneOrMore<T> = T | readonly T[];

/** A statement that a template attaches to a resource, its intrinsics resolved. */
export interface ResourceStatement {
  readonly resource: string;
  readonly allows: boolean;
  readonly actions: readonly string[];
  /** As `Service:logs.amazonaws.com`, `AWS:*`; one for each principal. */
  readonly principals: readonly string[];
  /** The values that a condition key is compared with, by `operator key`. */
  readonly conditions: Readonly<Record<string, readonly string[]>>;
}

/** The account that `AWS::AccountId` resolves to. */
export const ownAccount = '111122223333';

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': ownAccount,
  'AWS::Partition': 'aws',
  'AWS::Region': 'ap-east-1',
  'AWS::URLSuffix': 'amazonaws.com',
};

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

/** A value of a template with its intrinsics as text: what only a deployment knows becomes `${LogicalId.Attribute}`. */
export function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (!isObject(value)) return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value;
  if (typeof Ref === 'string') return pseudoParameters[Ref] ?? `\${${Ref}}`;
  if (attribute !== undefined) return `\${${[attribute].flat().join('.')}}`;
  if (Array.isArray(join)) return (resolved(join[1]) as unknown[]).join(join[0]);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolved(member)]));
}

function listOf<T>(value: OneOrMore<T> | undefined): readonly T[] {
  return value === undefined ? [] : ([value].flat() as T[]);
}

function principalsOf(principal: unknown): string[] {
  if (typeof principal === 'string') return [`AWS:${principal}`];
  if (!isObject(principal)) return [];
  return Object.entries(principal).flatMap(([kind, names]) =>
    listOf(names as OneOrMore<string>).map((name) => `${kind}:${name}`),
  );
}

function conditionsOf(condition: unknown): Record<string, readonly string[]> {
  const operators = Object.entries((condition ?? {}) as Record<string, Record<string, OneOrMore<unknown>>>);
  return Object.fromEntries(
    operators.flatMap(([operator, tests]) =>
      Object.entries(tests).map(([key, values]) => [`${operator} ${key}`, listOf(values).map(String)]),
    ),
  );
}

/** Every statement with a principal that is anywhere in a value, in policies that are given as JSON text too. */
function statementsIn(resource: string, value: unknown): ResourceStatement[] {
  if (typeof value === 'string' && value.startsWith('{') && value.includes('"Statement"'))
    return statementsIn(resource, JSON.parse(value));
  if (Array.isArray(value)) return value.flatMap((member) => statementsIn(resource, member));
  if (!isObject(value)) return [];
  const { Effect, Principal, NotPrincipal, Action, NotAction, Condition } = value;
  if (typeof Effect === 'string' && (Principal !== undefined || NotPrincipal !== undefined))
    return [
      {
        resource,
        allows: Effect === 'Allow',
        actions: NotAction === undefined ? [...listOf(Action as OneOrMore<string>)].sort() : ['*'],
        principals: NotPrincipal === undefined ? principalsOf(Principal) : ['AWS:*'],
        conditions: conditionsOf(Condition),
      },
    ];
  return Object.values(value).flatMap((member) => statementsIn(resource, member));
}

/** A permission of Lambda is a statement of the function's policy. */
function permissionOf(resource: string, properties: Readonly<Record<string, unknown>>): ResourceStatement {
  const { Action, Principal, SourceArn, SourceAccount } = properties as Record<string, string | undefined>;
  return {
    resource,
    allows: true,
    actions: [Action ?? ''],
    principals: [`${Principal?.includes('.') ? 'Service' : 'AWS'}:${Principal}`],
    conditions: {
      ...(SourceArn !== undefined && { 'ArnLike aws:SourceArn': [SourceArn] }),
      ...(SourceAccount !== undefined && { 'StringEquals aws:SourceAccount': [SourceAccount] }),
    },
  };
}

/** The statements of all policies that a template attaches to its resources: keys, buckets, topics, roles and others. */
export function resourceStatements({ Resources }: Template): ResourceStatement[] {
  return Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const properties = resolved(Properties) as Record<string, unknown>;
    return Type === 'AWS::Lambda::Permission' ? [permissionOf(id, properties)] : statementsIn(id, properties);
  });
}

/** What says on whose behalf a service calls: the resource, its account, or the context that names either. */
const sourceKeys: Readonly<Record<string, readonly string[]>> = {
  StringEquals: ['aws:SourceAccount', 'aws:SourceArn', 'kms:EncryptionContext:SourceArn'],
  ArnEquals: ['aws:SourceArn', 'kms:EncryptionContext:aws:logs:arn'],
  ArnLike: ['aws:SourceArn', 'kms:EncryptionContext:aws:logs:arn'],
};

/** Whether every value that would do is of the own account. The ARN of a resource of the stack is. */
const isOwn = (value: string) =>
  value === ownAccount || value.split(':')[4] === ownAccount || /^\$\{\w+\.Arn\}$/.test(value);

/**
 * The grants of services that work for other accounts' resources as well as for the own, as `action principal`: each
 * is a confused deputy. A condition counts only if no request without its key, and none of another account, meets it.
 */
export function confusedDeputies(statement: ResourceStatement): string[] {
  const { allows, actions, principals, conditions } = statement;
  if (!allows) return [];
  const isBound = Object.entries(conditions).some(([test, values]) => {
    const [operator = '', key = ''] = test.split(' ');
    const known = sourceKeys[operator]?.some((name) => name.toLowerCase() === key.toLowerCase()) ?? false;
    return known && values.length > 0 && values.every(isOwn);
  });
  if (isBound) return [];
  return principals
    .filter((principal) => principal.startsWith('Service:') || principal === 'AWS:*')
    .flatMap((principal) => actions.map((action) => `${action} ${principal}`));
}
