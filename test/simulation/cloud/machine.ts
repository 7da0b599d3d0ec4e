/** One state of an Amazon States Language file, as far as the project's machine uses the language. */
export interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Resource?: string;
  readonly Parameters?: Record<string, unknown>;
  readonly Result?: unknown;
  readonly ResultPath?: string | null;
  readonly OutputPath?: string;
  readonly Choices?: readonly Choice[];
  readonly Default?: string;
  readonly SecondsPath?: string;
  readonly TimestampPath?: string;
  readonly ItemsPath?: string;
  readonly ItemSelector?: Record<string, unknown>;
  readonly ItemProcessor?: Machine;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly { ErrorEquals: readonly string[]; ResultPath?: string; Next: string }[];
  readonly Error?: string;
}

interface Condition {
  readonly Variable: string;
  readonly IsPresent?: boolean;
  readonly BooleanEquals?: boolean;
  readonly StringEquals?: string;
}

type Choice = (Condition | { readonly And: readonly Condition[] }) & { readonly Next: string };

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxAttempts: number;
  readonly MaxDelaySeconds?: number;
}

export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

type Data = Record<string, unknown>;

/** What an execution asks of the world. Each may throw, which ends the execution. */
export interface Surroundings {
  readonly invoke: (calledFunction: string, payload: Data) => Promise<unknown>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Throws when the execution was stopped. @param entered the name of the state that begins, if one does. */
  readonly goOn: (entered?: string) => void;
}

/** Returns the name of the function that a task calls, without `FunctionArn`: `Aggregator`. */
function functionOf({ Resource = '' }: State): string {
  const [, name] = /^\$\{(\w+)FunctionArn\}$/.exec(Resource) ?? [];
  if (name === undefined) throw new RangeError(`no function of the machine: ${Resource}`);
  return name;
}

/** A Fail state was reached. */
export class FailedExecutionError extends Error {}

/** A state failed, and no Catch has its error. */
const matches = (names: readonly string[], error: Error) =>
  names.includes('States.ALL') || names.includes(error.name);

/** Reads `$.a.b` of the data, `$$.Map.Item.Value`, and JSON in a string of the data. */
function read(path: string, data: Data, item?: unknown): unknown {
  const [, json] = /^States\.StringToJson\((.+)\)$/.exec(path) ?? [];
  if (json !== undefined) return JSON.parse(String(read(json, data)));
  if (path === '$$.Map.Item.Value') return item;
  let found: unknown = data;
  for (const name of path.split('.').slice(1)) found = (found as Data | undefined)?.[name];
  return found;
}

function fill(template: Record<string, unknown>, data: Data, item?: unknown): Data {
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith('.$') ? [name.slice(0, -2), read(value as string, data, item)] : [name, value],
    ),
  );
}

function put(path: string | null | undefined, data: Data, result: unknown): Data {
  if (path === null) return data;
  return path === undefined ? (result as Data) : { ...data, [path.slice(2)]: result };
}

/** A failed task, as Step Functions hands it to a Catch. */
function failureOf({ name, message }: Error): Data {
  return { Error: name, Cause: JSON.stringify({ errorType: name, errorMessage: message }) };
}

function holds({ Variable, IsPresent, BooleanEquals, StringEquals }: Condition, data: Data): boolean {
  const value = read(Variable, data);
  if (IsPresent !== undefined) return (value !== undefined) === IsPresent;
  // Step Functions ends an execution whose choice names what its data do not have.
  if (value === undefined) throw new RangeError(`nothing at ${Variable}`);
  return value === (BooleanEquals ?? StringEquals);
}

function chosen({ Choices = [], Default }: State, data: Data): string | undefined {
  const choice = Choices.find((each) =>
    'And' in each ? each.And.every((condition) => holds(condition, data)) : holds(each, data),
  );
  return choice?.Next ?? Default;
}

/** Interprets a machine's definition. */
export class Interpreter {
  readonly #world: Surroundings;

  constructor(world: Surroundings) {
    this.#world = world;
  }

  /** Runs a machine to its end. @throws what no Catch has; FailedExecutionError from a Fail state. */
  async run({ StartAt, States }: Machine, input: Data): Promise<Data> {
    let data = input;
    let name: string | undefined = StartAt;
    while (name !== undefined) {
      const state: State | undefined = States[name];
      if (!state) throw new RangeError(`no state ${name}`);
      this.#world.goOn(name);
      const step: { data: Data; next: string | undefined } = await this.#step(state, data);
      data = step.data;
      name = step.next;
    }
    return data;
  }

  async #step(state: State, data: Data): Promise<{ data: Data; next: string | undefined }> {
    if (state.Type === 'Choice') return { data, next: chosen(state, data) };
    if (state.Type === 'Succeed') return { data, next: undefined };
    if (state.Type === 'Fail') throw new FailedExecutionError(state.Error);
    if (state.Type === 'Wait') {
      const { TimestampPath, SecondsPath = '$' } = state;
      const ms =
        TimestampPath === undefined
          ? Number(read(SecondsPath, data)) * 1000
          : Date.parse(String(read(TimestampPath, data))) - this.#world.now();
      await this.#world.sleep(Math.max(0, ms));
      return { data, next: state.Next };
    }
    try {
      const result = await this.#work(state, data);
      const output = put(state.ResultPath, data, result);
      const { OutputPath } = state;
      return { data: OutputPath ? (read(OutputPath, output) as Data) : output, next: state.Next };
    } catch (thrown) {
      const error = thrown as Error;
      this.#world.goOn();
      const catcher = state.Catch?.find(({ ErrorEquals }) => matches(ErrorEquals, error));
      if (!catcher) throw error;
      return { data: put(catcher.ResultPath, data, failureOf(error)), next: catcher.Next };
    }
  }

  async #work(state: State, data: Data): Promise<unknown> {
    if (state.Type === 'Pass')
      return state.Result ?? (state.Parameters ? fill(state.Parameters, data) : data);
    if (state.Type === 'Map') {
      const items = read(state.ItemsPath ?? '$', data) as unknown[];
      const processor = state.ItemProcessor as Machine;
      return Promise.all(
        items.map((item) => this.run(processor, fill(state.ItemSelector ?? {}, data, item))),
      );
    }
    if (state.Type !== 'Task') throw new RangeError(`no type of state: ${state.Type}`);
    const payload = state.Parameters ? fill(state.Parameters, data) : data;
    const used = new Map<Retrier, number>();
    for (;;)
      try {
        return await this.#world.invoke(functionOf(state), payload);
      } catch (thrown) {
        this.#world.goOn();
        const retrier = state.Retry?.find(({ ErrorEquals }) => matches(ErrorEquals, thrown as Error));
        const attempts = retrier ? (used.get(retrier) ?? 0) : 0;
        if (!retrier || attempts >= retrier.MaxAttempts) throw thrown;
        used.set(retrier, attempts + 1);
        const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Number.POSITIVE_INFINITY } = retrier;
        const seconds = Math.min(IntervalSeconds * BackoffRate ** attempts, MaxDelaySeconds);
        await this.#world.sleep(this.#world.random() * seconds * 1000);
        this.#world.goOn();
      }
  }
}
