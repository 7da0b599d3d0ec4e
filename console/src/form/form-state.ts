import { tasksFor } from '@kyc-china/core/sub-checks/eligibility';
import { type Warning, warningsFor } from '@kyc-china/core/warnings';
import { computed, signal } from '@preact/signals';
import { type Assessment, assess, bodyOf, type Draft, emptyDraft } from './draft.ts';
import { controlId } from './problem-words.ts';

export type Mode = 'form' | 'json';

/** The content of the form. It lives as long as the page does: the way back from a report finds it as it was. */
export const draft = signal<Draft>(emptyDraft);
export const mode = signal<Mode>('form');
export const json = signal('');

/** Ids of the controls that were left once: their problems are shown. */
const visited = signal<ReadonlySet<string>>(new Set());
/** Set when somebody tried to send: then every problem is shown. */
export const attempted = signal(false);

export function change(changes: Partial<Draft>): void {
  draft.value = { ...draft.value, ...changes };
}

export function visit(id: string): void {
  if (!visited.value.has(id)) visited.value = new Set([...visited.value, id]);
}

export function startOver(): void {
  draft.value = emptyDraft;
  json.value = '';
  visited.value = new Set();
  attempted.value = false;
}

/** The request to send; undefined while the JSON is invalid. */
export const body = computed<Record<string, unknown> | undefined>(() => {
  if (mode.value === 'form') return bodyOf(draft.value);
  try {
    const parsed: unknown = JSON.parse(json.value);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
});

export const assessment = computed<Assessment>(() => assess(body.value ?? {}));

/** The problems that are shown beside their fields by now. */
export const shownProblems = computed(() =>
  assessment.value.problems.filter(
    ({ field }) => attempted.value || mode.value === 'json' || visited.value.has(controlId(field)),
  ),
);

/** What the report would warn of, for fields that are sound. */
export const warnings = computed<readonly Warning[]>(() => {
  const { present } = assessment.value;
  const sound = Object.fromEntries(
    Object.entries(body.value ?? {}).filter(([field]) => (present as ReadonlySet<string>).has(field)),
  );
  return warningsFor(sound, new Date());
});

/** The upstream calls that the request would make. */
export const tasks = computed(() => {
  const { present, running } = assessment.value;
  const { addressesToVerify } = body.value ?? {};
  const addresses = present.has('addressesToVerify') ? (addressesToVerify as readonly unknown[]).length : 0;
  return tasksFor(running, addresses);
});

/** Shows the draft as JSON, or takes the JSON's known fields back into the form. */
export function switchTo(next: Mode): void {
  if (next === mode.value) return;
  if (next === 'json') json.value = JSON.stringify(bodyOf(draft.value), null, 2);
  else if (body.value) draft.value = draftOf(body.value);
  mode.value = next;
}

function draftOf(sent: Record<string, unknown>): Draft {
  const known = Object.entries(emptyDraft).map(([field, empty]) => {
    const value = sent[field];
    const fits = typeof value === typeof empty && Array.isArray(value) === Array.isArray(empty);
    return [field, fits ? value : empty];
  });
  return Object.fromEntries(known) as Draft;
}
