/** As much of a state of the Amazon States Language as its graph is drawn from. */
export interface StateDefinition {
  readonly Type: string;
  readonly Comment?: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}

export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateDefinition>>;
}

/** The nodes that stand for where an execution begins and ends; no state can be called so. */
export const start = '(start)';
export const end = '(end)';

export interface Transition {
  readonly from: string;
  readonly to: string;
  /** An error leads along it. */
  readonly onError: boolean;
}

/** A transition's name, unique in its graph. */
export function transitionKey({ from, to }: Pick<Transition, 'from' | 'to'>): string {
  return `${from} → ${to}`;
}

function transitionsFrom(from: string, state: StateDefinition): Transition[] {
  const { Next, End, Default, Choices = [], Catch = [], Type } = state;
  const usual = [Next, ...Choices.map((choice) => choice.Next), Default].filter((to) => to !== undefined);
  const last = End || Type === 'Succeed' || Type === 'Fail' ? [end] : [];
  return [
    ...[...usual, ...last].map((to) => ({ from, to, onError: false })),
    ...Catch.map(({ Next: to }) => ({ from, to, onError: true })),
  ];
}

/** Every way from one state to another, each once; one that is also taken without an error is no error's. */
export function transitionsOf({ StartAt, States }: Definition): readonly Transition[] {
  const all = [
    { from: start, to: StartAt, onError: false },
    ...Object.entries(States).flatMap(([name, state]) => transitionsFrom(name, state)),
  ];
  const byKey = new Map<string, Transition>();
  for (const transition of all)
    if (!byKey.has(transitionKey(transition))) byKey.set(transitionKey(transition), transition);
  return [...byKey.values()];
}
