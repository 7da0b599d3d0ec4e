import type { Definition } from './state-machine-definition.ts';

interface DefinedState {
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly InputPath?: unknown;
  readonly Parameters?: unknown;
  readonly ResultSelector?: unknown;
  readonly ResultPath?: unknown;
  readonly OutputPath?: unknown;
  readonly ItemsPath?: string;
}

/** What a task's function is called with. */
export interface ScheduledCall {
  readonly resource: string;
  readonly input: unknown;
  readonly timeoutInSeconds?: number;
}

type Call = (input: unknown) => Promise<unknown>;

function statesOf({ States }: Definition): [string, DefinedState][] {
  return Object.entries(States).flatMap(([name, state]) => [
    [name, state as DefinedState] as [string, DefinedState],
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor) : []),
  ]);
}

/** Adds to a list that a map holds by name. */
function add(lists: Map<string, unknown[]>, name: string, value: unknown): void {
  lists.set(name, [...(lists.get(name) ?? []), value]);
}

/**
 * Ends a call as Step Functions does: the interpreter's own timeout, which starts after this one, gives a Catch its name as
 * the cause, and AWS an empty one.
 */
async function inTime(call: Promise<unknown>, seconds: number | undefined): Promise<unknown> {
  if (seconds === undefined) return call;
  const { promise: timedOut, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(Object.assign(new Error(''), { name: 'States.Timeout' })),
    seconds * 1000,
  );
  return Promise.race([call, timedOut]).finally(() => clearTimeout(timer));
}

/**
 * Knows what the interpreter's events do not have of one execution's states: what its functions are called with and what
 * they return, and how many items a Map has. A state that shapes neither input nor output passes them on as they are. The
 * calls of the others are kept in their order, which is exact outside of a Map.
 */
export class StateDetails {
  readonly #states: ReadonlyMap<string, DefinedState>;
  readonly #inputs = new Map<string, unknown[]>();
  readonly #results = new Map<string, unknown[]>();

  /** Undefined: the machine has no role. */
  readonly roleArn: string | undefined;

  constructor(definition: Definition, roleArn?: string) {
    this.roleArn = roleArn;
    this.#states = new Map(statesOf(definition));
  }

  /** Returns the call of a state's function, watched. */
  watched(stateName: string, call: Call): Call {
    const { TimeoutSeconds } = this.#states.get(stateName) ?? {};
    return async (input) => {
      add(this.#inputs, stateName, input);
      const result = await inTime(call(input), TimeoutSeconds);
      add(this.#results, stateName, result);
      return result;
    };
  }

  /** Returns the next call of a state; undefined if its function is not called. */
  scheduled(stateName: string, stateInput: unknown): ScheduledCall | undefined {
    const state = this.#states.get(stateName);
    const inputs = this.#inputs.get(stateName) ?? [];
    if (!state || inputs.length === 0) return undefined;
    const input = inputs.shift();
    const isShaped = state.Parameters !== undefined || state.InputPath !== undefined;
    return {
      resource: state.Resource ?? '',
      input: isShaped ? input : stateInput,
      ...(state.TimeoutSeconds !== undefined && { timeoutInSeconds: state.TimeoutSeconds }),
    };
  }

  /** Returns what the next call of a state returned. */
  returned(stateName: string, stateOutput: unknown): unknown {
    const { ResultSelector, ResultPath, OutputPath } = this.#states.get(stateName) ?? {};
    const result = this.#results.get(stateName)?.shift();
    const isShaped = [ResultSelector, ResultPath, OutputPath].some((field) => field !== undefined);
    return isShaped ? result : stateOutput;
  }

  /** Returns how many items a Map has, by the path of its items: `$`, or names after it. */
  itemCount(stateName: string, stateInput: unknown): number {
    const { ItemsPath = '$' } = this.#states.get(stateName) ?? {};
    let found = stateInput;
    for (const name of ItemsPath.split('.').slice(1)) found = (found as Record<string, unknown>)[name];
    return (found as readonly unknown[]).length;
  }
}
