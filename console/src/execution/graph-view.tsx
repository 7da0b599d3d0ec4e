import { definitionOf } from '@kyc-china/core/sub-checks/catalogue';
import { useMemo } from 'preact/hooks';
import { say } from '../shell/language.ts';
import { useMedia } from '../shell/use-media.ts';
import { duration, isOutcome, OutcomeMark, StatusMark } from '../shell/words.tsx';
import { counts, texts } from '../texts.ts';
import { type Definition, end, start } from './definition.ts';
import type { ExecutionModel, Iteration, Run } from './execution-model.ts';
import { type Box, layoutOf, pathThrough } from './layout.ts';

/** Sizes in pixels, in wide and in narrow windows. */
const measures = {
  wide: {
    state: 168,
    stateHeight: 54,
    card: 206,
    cardHeight: 72,
    columns: 2,
    between: 18,
    ranks: 30,
    head: 44,
  },
  narrow: {
    state: 138,
    stateHeight: 72,
    card: 214,
    cardHeight: 72,
    columns: 1,
    between: 8,
    ranks: 26,
    head: 56,
  },
} as const;
const inset = 10;
const gap = 8;
const border = 1.5;

type Measures = (typeof measures)[keyof typeof measures];

function mapSize({ card, cardHeight, columns, head }: Measures, iterations: number) {
  const rows = Math.max(1, Math.ceil(iterations / columns));
  return {
    width: columns * card + (columns - 1) * gap + 2 * (inset + border),
    height: head + rows * cardHeight + (rows - 1) * gap + inset + 2 * border,
  };
}

/** How long a run has taken, or takes so far. */
function elapsed({ startedAt, endedAt }: Run, now: number): number | undefined {
  return startedAt === undefined ? undefined : Math.max(0, (endedAt ?? now) - startedAt);
}

function Facts({ run, now }: { run: Run; now: number }) {
  const took = elapsed(run, now);
  if (run.status === 'idle') return null;
  return (
    <span class="facts">
      {took !== undefined && <span>{duration(took)}</span>}
      {run.attempts > 1 && (
        <span>
          <span aria-hidden="true">× {run.attempts}</span>
          <span class="unseen">{say(counts.attempts(run.attempts))}</span>
        </span>
      )}
    </span>
  );
}

export function taskName({ task, index }: Iteration): string {
  if (!task) return `#${index}`;
  const label = say(definitionOf(task.subCheck).label);
  return task.addressIndex === undefined ? label : `${label} ${task.addressIndex + 1}`;
}

function IterationCard({ iteration, now }: { iteration: Iteration; now: number }) {
  const { outcome, status, task, error } = iteration;
  const ended = status === 'succeeded' || status === 'caught';
  return (
    <li class={`iteration ${ended && isOutcome(outcome) ? `outcome-${outcome}` : `status-${status}`}`}>
      <span class="name" title={task?.subCheck}>
        {taskName(iteration)}
      </span>
      <span class="line">
        {ended && isOutcome(outcome) ? <OutcomeMark outcome={outcome} /> : <StatusMark status={status} />}
        <Facts run={iteration} now={now} />
      </span>
      {error !== undefined && !ended && <span class="error">{error}</span>}
    </li>
  );
}

function placed({ x, y, width, height }: Box) {
  return { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` };
}

/** The machine as the Step Functions console draws it, with what became of each state and iteration so far. */
export function GraphView(props: { definition: Definition; model: ExecutionModel; now: number }) {
  const { definition, model, now } = props;
  const narrow = useMedia('(max-width: 640px)');
  const size = measures[narrow ? 'narrow' : 'wide'];
  const iterations = model.iterations.length;
  const layout = useMemo(
    () =>
      layoutOf(
        definition,
        (name) =>
          definition.States[name]?.Type === 'Map'
            ? mapSize(size, iterations)
            : { width: size.state, height: size.stateHeight },
        size,
      ),
    [definition, size, iterations],
  );
  const isTaken = (key: string) => model.taken.has(key);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls in narrow windows, by keyboard too
    <section class="graph-frame" aria-label={say(texts.graph)} tabIndex={0}>
      <div class="graph" style={{ width: `${layout.width}px`, height: `${layout.height}px` }}>
        <svg width={layout.width} height={layout.height} aria-hidden="true" focusable="false">
          <defs>
            {['idle', 'taken'].map((kind) => (
              <marker
                key={kind}
                id={`arrow-${kind}`}
                class={`arrow arrow-${kind}`}
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="7"
                markerHeight="7"
                orient="auto"
              >
                <path d="M0 0L8 4L0 8z" />
              </marker>
            ))}
          </defs>
          {layout.lines
            .toSorted((one, other) => Number(isTaken(one.key)) - Number(isTaken(other.key)))
            .map(({ key, points, onError }) => (
              <path
                key={key}
                class={`line${isTaken(key) ? ' taken' : ''}${onError ? ' on-error' : ''}`}
                d={pathThrough(points)}
                marker-end={`url(#arrow-${isTaken(key) ? 'taken' : 'idle'})`}
              />
            ))}
        </svg>
        <ol>
          {layout.boxes.map((box) => {
            const { name } = box;
            if (name === start || name === end)
              return (
                <li key={name} class="terminal" style={placed(box)}>
                  {say(name === start ? texts.graphStart : texts.graphEnd)}
                </li>
              );
            const run = model.states.get(name) ?? { status: 'idle', attempts: 0 };
            const isMap = definition.States[name]?.Type === 'Map';
            return (
              <li key={name} class={`state status-${run.status}${isMap ? ' map' : ''}`} style={placed(box)}>
                <span class="head">
                  <span class="name" title={definition.States[name]?.Comment}>
                    {name}
                  </span>
                  <span class="line">
                    <StatusMark status={run.status} />
                    <Facts run={run} now={now} />
                  </span>
                </span>
                {isMap && iterations > 0 && (
                  <ol class="iterations">
                    {model.iterations.map((iteration) => (
                      <IterationCard key={iteration.index} iteration={iteration} now={now} />
                    ))}
                  </ol>
                )}
              </li>
            );
          })}
        </ol>
      </div>
    </section>
  );
}
