import type { AuthorizerModel } from './api-model.ts';
import { GatewayError } from './gateway-responses.ts';
import { Policies, type PolicyDocument } from './iam/policy.ts';
import type { Invoke } from './lambda.ts';

interface AuthorizerResult {
  readonly principalId?: string;
  readonly context?: Readonly<Record<string, string | number | boolean>>;
  readonly usageIdentifierKey?: string;
  readonly policyDocument?: PolicyDocument;
}

/** What the authorizer says about the caller, as the function behind the method sees it. */
export type AuthorizerContext = Readonly<Record<string, string>>;

/** What a request that was let through goes on with. */
export interface Authorization {
  readonly context: AuthorizerContext;
  /** The value of the API key that the caller's usage is counted under. */
  readonly usageIdentifierKey?: string;
}

function allows({ policyDocument }: AuthorizerResult, methodArn: string): boolean {
  if (!policyDocument) return false;
  const request = { action: 'execute-api:Invoke', resource: methodArn, context: {} };
  return new Policies([policyDocument]).decide(request) === 'allow';
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
    event: {
      readonly methodArn: string;
      readonly requestContext: { readonly identity: { readonly sourceIp: string } };
    },
  ): Promise<Authorization> {
    const identity = this.#model.identityHeaders.map((name) => headers.get(name) ?? '');
    if (this.#model.identifiesSource) identity.push(event.requestContext.identity.sourceIp);
    if (identity.includes('')) throw new GatewayError('UNAUTHORIZED');
    const result = await this.#resultFor(JSON.stringify(identity), event);
    const { usageIdentifierKey, principalId = '' } = result;
    const entries = Object.entries(result.context ?? {}).map(([name, value]) => [name, String(value)]);
    const context: AuthorizerContext = { ...Object.fromEntries(entries), principalId };
    if (!allows(result, event.methodArn)) throw new GatewayError('ACCESS_DENIED', undefined, context);
    return {
      context,
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
