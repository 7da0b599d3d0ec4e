import { type Condition, compileCondition, type RequestContext } from './condition.ts';
import { wildcard } from './wildcard.ts';

type OneOrMore<T> = T | readonly T[];

/** A statement of a policy document, its intrinsics resolved. */
export interface StatementDocument {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: OneOrMore<string>;
  readonly NotAction?: OneOrMore<string>;
  readonly Resource?: OneOrMore<string>;
  readonly NotResource?: OneOrMore<string>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore<unknown>>>>>;
}

export interface PolicyDocument {
  readonly Statement: OneOrMore<StatementDocument>;
}

/** What one call needs: an action on a resource, and the condition keys that hold for it. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

/** A statement, ready to be asked. */
export interface Statement {
  readonly allows: boolean;
  readonly applies: (request: AccessRequest) => boolean;
}

/** One action that a policy allows on one resource: both as patterns. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
}

/** An explicit deny wins over every allow; without either, access is denied implicitly. */
export type Decision = 'allow' | 'implicit-deny' | 'explicit-deny';

/** A member of a policy that is one value or a list of them, as a list. */
export function listOf<T>(value: OneOrMore<T> | undefined): readonly T[] {
  return value === undefined ? [] : ([value].flat() as T[]);
}

/** Either list: what is to match, or what must not. @throws Error unless the statement has exactly one of them. */
function matcherOf(
  patterns: OneOrMore<string> | undefined,
  exceptions: OneOrMore<string> | undefined,
  ignoreCase: boolean,
): (value: string) => boolean {
  if ((patterns === undefined) === (exceptions === undefined))
    throw new Error('a statement of a policy needs one of a list and its opposite (Action or NotAction, …)');
  const matchers = listOf(patterns ?? exceptions).map((pattern) => wildcard(pattern, ignoreCase));
  const matchesAny = (value: string) => matchers.some((matches) => matches(value));
  return patterns === undefined ? (value) => !matchesAny(value) : matchesAny;
}

/** @throws Error for what is not known here, such as a condition operator. */
export function compileStatement(document: StatementDocument): Statement {
  const { Effect, Action, NotAction, Resource, NotResource } = document;
  const ofAction = matcherOf(Action, NotAction, true);
  const ofResource = matcherOf(Resource, NotResource, false);
  const conditions: Condition[] = Object.entries(document.Condition ?? {}).flatMap(([operator, tests]) =>
    Object.entries(tests).map(([key, values]) => compileCondition(operator, key, listOf(values).map(String))),
  );
  return {
    allows: Effect === 'Allow',
    applies: ({ action, resource, context }) =>
      ofAction(action) && ofResource(resource) && conditions.every((holds) => holds(context)),
  };
}

function grantsOf({ Effect, Action, Resource }: StatementDocument): Grant[] {
  if (Effect !== 'Allow') return [];
  return listOf(Action).flatMap((action) => listOf(Resource).map((resource) => ({ action, resource })));
}

/** Identity policies, compiled once and asked at every call. */
export class Policies {
  /** What they allow by naming it, conditions aside. */
  readonly grants: readonly Grant[];
  readonly #statements: readonly Statement[];

  /** @throws Error for a document that uses what is not known here, such as a condition operator. */
  constructor(documents: readonly PolicyDocument[]) {
    const statements = documents.flatMap(({ Statement }) => listOf(Statement));
    this.grants = statements.flatMap(grantsOf);
    this.#statements = statements.map(compileStatement);
  }

  decide(request: AccessRequest): Decision {
    const applying = this.#statements.filter(({ applies }) => applies(request));
    if (applying.some(({ allows }) => !allows)) return 'explicit-deny';
    return applying.length > 0 ? 'allow' : 'implicit-deny';
  }
}
