import definition from '../../../statemachine/verification.asl.json' with { type: 'json' };
import type { Followed } from '../shell/follow.ts';
import { say } from '../shell/language.ts';
import { startedAs } from '../shell/session.ts';
import { useNow } from '../shell/use-media.ts';
import { texts } from '../texts.ts';
import type { Definition } from './definition.ts';
import { type ExecutionModel, modelFromHistory } from './execution-model.ts';
import { GraphView } from './graph-view.tsx';
import { modelFromProgress } from './progress-model.ts';
import { Timeline } from './timeline.tsx';

/** What is known of an execution's states: from its history, or from polls where the stage does not show the history. */
export function modelOf({ execution, progress, report, reportId }: Followed):
  | {
      definition: Definition;
      model: ExecutionModel;
      fromHistory: boolean;
    }
  | undefined {
  const inspected = execution.value;
  if (inspected)
    return {
      definition: inspected.definition,
      model: modelFromHistory(inspected.definition, inspected.events),
      fromHistory: true,
    };
  const started = startedAs(reportId);
  if (inspected === undefined || !started) return undefined;
  return {
    definition,
    model: modelFromProgress(definition, started.tasks, progress.value, report.value !== undefined),
    fromHistory: false,
  };
}

/** Whether something is under way whose time goes on. */
export function isUnderWay(followed: Followed): boolean {
  const inspected = followed.execution.value;
  return inspected ? inspected.status === 'RUNNING' : followed.report.value === undefined;
}

export function ProgressPart({ followed }: { followed: Followed }) {
  const now = useNow(isUnderWay(followed));
  const known = modelOf(followed);
  if (!known) return <p>{say(followed.execution.value === null ? texts.noSuchExecution : texts.loading)}</p>;
  return (
    <div class="progress-part">
      <section class="panel" aria-labelledby="graph-title">
        <h2 id="graph-title">{say(texts.graph)}</h2>
        <p class="hint">{say(known.fromHistory ? texts.graphHint : texts.graphFromPolls)}</p>
        <GraphView definition={known.definition} model={known.model} now={now} />
      </section>
      {known.model.iterations.length > 0 && <Timeline model={known.model} now={now} />}
    </div>
  );
}
