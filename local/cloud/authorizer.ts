import type { AuthorizerModel } from './api-model.ts';
import { GatewayError } from './gateway-responses.ts';
import type { Invoke } from './lambda.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
}

interface AuthorizerResult {
  readonly principalId?: string;
  readonly context?: Readonly<Record<string, string | number | boolean>>;
  readonly usageIdentifierKey?: string;
  readonly policyDocument?: { readonly Statement: Statement | readonly Statement[] };
}

/** What the authorizer says about the caller, as the function behind the method sees it. */
export type AuthorizerContext = Readonly<Record<string, string>>;

/** What a request that was let through goes on with. */
export interface Authorization {
  readonly context: AuthorizerContext;
  /** The value of the API key that the caller's usage is counted under. */
  readonly usageIdentifierKey?: string;
}

function matches(pattern: string, value: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(value);
}

function allows({ policyDocument }: AuthorizerResult, methodArn: string): boolean {
  const statements = [policyDocument?.Statement ?? []].flat() as Statement[];
  const applying = statements.filter(
    ({ Action, Resource }) =>
      [Action].flat().some((action) => matches(action.toLowerCase(), 'execute-api:invoke')) &&
      [Resource].flat().some((resource) => matches(resource, methodArn)),
  );
  return (
    applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny')
  );
}

/** A REQUEST authorizer and the cache of its results. */
export class Authorizer {
  readonly #model: AuthorizerModel;
  readonly #invokeFunction: Invoke;
  readonly #now: () => number;
  readonly #cache = new Map<string, { readonly result: AuthorizerResult; readonly until: number }>();

  constructor(model: AuthorizerModel, invoke: Invoke, now: () => number) {
    this.#model = model;
    this.#now = now;
    this.#invokeFunction = invoke;
  }

  /**
   * Lets a request through, or not.
   * @param headers the request's, by lower-case name.
   * @param event what the authorizer's function is asked with.
   * @throws GatewayError UNAUTHORIZED, ACCESS_DENIED, AUTHORIZER_FAILURE or AUTHORIZER_CONFIGURATION_ERROR.
   */
  async authorize(
    headers: ReadonlyMap<string, string>,
    event: { readonly methodArn: string },
  ): Promise<Authorization> {
    const identity = this.#model.identityHeaders.map((name) => headers.get(name) ?? '');
    if (identity.includes('')) throw new GatewayError('UNAUTHORIZED');
    const result = await this.#resultFor(JSON.stringify(identity), event);
    if (!allows(result, event.methodArn)) throw new GatewayError('ACCESS_DENIED');
    const context = Object.entries(result.context ?? {}).map(([name, value]) => [name, String(value)]);
    const { usageIdentifierKey, principalId = '' } = result;
    return {
      context: { ...Object.fromEntries(context), principalId },
      ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
    };
  }

  async #resultFor(identity: string, event: object): Promise<AuthorizerResult> {
    const ttlMs = this.#model.resultTtlSeconds * 1000;
    const cacheable = ttlMs > 0 && this.#model.identityHeaders.length > 0;
    const cached = this.#cache.get(identity);
    if (cacheable && cached && cached.until > this.#now()) return cached.result;
    const result = await this.#ask(event);
    if (cacheable) this.#cache.set(identity, { result, until: this.#now() + ttlMs });
    return result;
  }

  async #ask(event: object): Promise<AuthorizerResult> {
    let result: unknown;
    try {
      result = await this.#invokeFunction(this.#model.functionArn, event);
    } catch (error) {
      throw new GatewayError(
        (error as Error).message === 'Unauthorized' ? 'UNAUTHORIZED' : 'AUTHORIZER_FAILURE',
      );
    }
    if (typeof result !== 'object' || result === null || !('policyDocument' in result))
      throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR');
    return result as AuthorizerResult;
  }
}
