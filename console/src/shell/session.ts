import type { SubCheckTask } from '@kyc-china/core/sub-checks/eligibility';
import { signal } from '@preact/signals';

/** What the page gets to know of the stage that serves it. */
export interface Settings {
  readonly stage: string;
  /** Whether simulated sources answer. */
  readonly simulated: boolean;
  /** Whether executions, their histories and their webhooks can be looked at. */
  readonly inspection: boolean;
  /** A client that anybody may use: the embedded run's. */
  readonly client?: { readonly id: string; readonly secret: string };
  /** A callback URL whose webhooks are received where the page is served. */
  readonly callbackUrl?: string;
}

export const settings = signal<Settings>({ stage: '', simulated: false, inspection: false });

/** Who calls the API. In memory alone: a reload forgets a secret that was typed. */
export const credentials = signal({ clientId: '', clientSecret: '' });

/** Asks what serves the page. Without an answer, it is taken for a stage of which nothing is known. */
export async function loadSettings(): Promise<void> {
  const response = await fetch('console.json', { headers: { accept: 'application/json' } }).catch(
    () => undefined,
  );
  if (!response?.ok) return;
  const loaded = (await response.json()) as Settings;
  settings.value = loaded;
  if (loaded.client) credentials.value = { clientId: loaded.client.id, clientSecret: loaded.client.secret };
}

/** A verification that was started in this tab, or whose token was given to it. Nothing in it is of the person. */
export interface Started {
  readonly reportId: string;
  readonly token: string;
  /** Which upstream calls it makes; unknown for a token from elsewhere. */
  readonly tasks: readonly SubCheckTask[];
  /** ISO 8601; when the tab learnt of it. */
  readonly at: string;
}

const storageKey = 'kyc-console.started';

function stored(): readonly Started[] {
  try {
    const known: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(known) ? known : [];
  } catch {
    return [];
  }
}

/** The tab's verifications, newest first. They end with the tab. */
export const startedHere = signal<readonly Started[]>(stored());

export function rememberStarted(started: Started): void {
  const others = startedHere.value.filter(({ reportId }) => reportId !== started.reportId);
  startedHere.value = [started, ...others];
  sessionStorage.setItem(storageKey, JSON.stringify(startedHere.value));
}

export function startedAs(reportId: string): Started | undefined {
  return startedHere.value.find((started) => started.reportId === reportId);
}

/** Takes a token of a verification; what else the tab knows of it stays. */
export function rememberToken(reportId: string, token: string): void {
  const known = startedAs(reportId) ?? { tasks: [], at: new Date().toISOString() };
  rememberStarted({ ...known, reportId, token });
}
