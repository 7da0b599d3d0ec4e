/** What the service answers, instead of that everything agrees. */
export type InjectedAnswer =
  /** A code as Response.Result, and other fields of the response. */
  | { readonly result: string; readonly fields?: Readonly<Record<string, unknown>> }
  /** A code as Response.Error.Code. */
  | { readonly error: string };

/**
 * What can go wrong, by the point of a call at which it does. Up to and including `reset-unprocessed` the call is not
 * processed; after that it is, and billed as its answer says.
 */
export type Fault =
  /** Drops the connection before the TLS handshake ends: no byte of the request can have been sent. */
  | { readonly at: 'refuse' }
  /** Drops it after the TLS handshake, before the request is read. */
  | { readonly at: 'reset-before-reading' }
  /** Reads the request, and answers nothing until it is stopped. */
  | { readonly at: 'hang-unprocessed' }
  | { readonly at: 'status-unprocessed'; readonly status: 429 | 503 }
  | { readonly at: 'wrong-signature' }
  | { readonly at: 'rate-limit' }
  | { readonly at: 'reset-unprocessed' }
  /** Answers with this; after so many milliseconds. */
  | { readonly at: 'answer'; readonly answer?: InjectedAnswer; readonly delayMs?: number }
  | { readonly at: 'status'; readonly status: 429 | 503; readonly answer?: InjectedAnswer }
  | { readonly at: 'reset'; readonly answer?: InjectedAnswer }
  | { readonly at: 'hang'; readonly answer?: InjectedAnswer }
  | { readonly at: 'half-a-body'; readonly answer?: InjectedAnswer }
  | { readonly at: 'wrong-content-type'; readonly answer?: InjectedAnswer }
  /** A body that is no envelope; by default not even JSON. */
  | { readonly at: 'garbage'; readonly body?: string; readonly answer?: InjectedAnswer };

/** A fault for some calls: of every action unless one is named, and for as many calls as it says, or all. */
export interface FaultRule {
  readonly fault: Fault;
  readonly action?: string;
  readonly times?: number;
}

/** Decides on each request by itself. Connections are not asked about: nothing is known of their request. */
export type FaultFunction = (action: string, parameters: Record<string, unknown>) => Fault | undefined;

const ofConnections = new Set<string>(['refuse', 'reset-before-reading']);

/** The rules in force. The first that fits a call, in the order of their injection, decides. */
export function createFaults() {
  let rules: { readonly rule: FaultRule | FaultFunction; left: number }[] = [];

  function take(pick: (rule: FaultRule | FaultFunction) => Fault | undefined): Fault | undefined {
    for (const entry of rules) {
      const fault = entry.left > 0 ? pick(entry.rule) : undefined;
      if (!fault) continue;
      entry.left -= 1;
      return fault;
    }
    return undefined;
  }

  return {
    inject(rule: FaultRule | FaultFunction): void {
      const times = typeof rule === 'function' ? undefined : rule.times;
      rules.push({ rule, left: times ?? Number.POSITIVE_INFINITY });
    },
    clear(): void {
      rules = [];
    },
    ofConnection(): 'refuse' | 'reset-before-reading' | undefined {
      const fault = take((rule) =>
        typeof rule !== 'function' && ofConnections.has(rule.fault.at) ? rule.fault : undefined,
      );
      return fault?.at as 'refuse' | 'reset-before-reading' | undefined;
    },
    ofRequest(action: string, parameters: Record<string, unknown>): Fault | undefined {
      return take((rule) => {
        if (typeof rule === 'function') return rule(action, parameters);
        if (ofConnections.has(rule.fault.at)) return undefined;
        return rule.action === undefined || rule.action === action ? rule.fault : undefined;
      });
    },
  };
}
