import { readFileSync } from 'node:fs';
import { projectFile } from '../lib/project-file.ts';
import type { CheckResult } from './check-result.ts';

/** How far this machine's clock may be off: its commands date secrets and keys. In milliseconds. */
const mostClockErrorMs = 5_000;

type Paths = Readonly<Record<string, Readonly<Record<string, { readonly security?: readonly object[] }>>>>;

interface Route {
  readonly method: string;
  readonly path: string;
  /** Whether anyone may call it. */
  readonly isPublic: boolean;
}

/** Returns each operation of the API, as the contract lists them. */
function routesOf(document: string): Route[] {
  const { paths } = JSON.parse(document) as { paths: Paths };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([name]) => ['get', 'post', 'put', 'delete'].includes(name))
      .map(([name, { security }]) => ({
        method: name.toUpperCase(),
        path: path.replaceAll(/[{}]/g, ''),
        isPublic: security?.length === 0,
      })),
  );
}

/** A client that no stage knows: a client id has no dot. */
const stranger = { 'x-client-id': 'check.stranger', 'x-client-secret': 'none' };

/** The checks of the API, and the clock of AWS if the API answered. */
export interface ApiCheck {
  readonly results: readonly CheckResult[];
  /** How far AWS's clock is ahead of this machine's, in milliseconds. */
  readonly aheadMs?: number;
}

async function checkRoute(apiUrl: string, { method, path, isPublic }: Route) {
  const subject = `API ${method} ${path}`;
  const sentAt = Date.now();
  try {
    const { status, headers } = await fetch(`${apiUrl}${path}`, {
      method,
      headers: stranger,
      signal: AbortSignal.timeout(30_000),
    });
    const date = Date.parse(headers.get('date') ?? '');
    // The header has no milliseconds.
    const aheadMs = date + 500 - (sentAt + Date.now()) / 2;
    // The names of the parameters are no values that a public route takes.
    const expected = isPublic ? 400 : 401;
    const isRight = status === expected;
    const refuses = isPublic ? 'refuses a malformed call of anyone' : 'refuses a client that does not exist';
    const detail = isRight ? refuses : `answered ${status} instead of ${expected}`;
    const result: CheckResult = { status: isRight ? 'ok' : 'failed', subject, detail };
    return { result, ...(Number.isFinite(aheadMs) && { aheadMs }) };
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } };
    const result: CheckResult = { status: 'failed', subject, detail: `no answer (${cause?.code ?? name})` };
    return { result };
  }
}

/** Returns the result for this machine's clock. @param aheadMs of AWS; undefined if no answer had a date. */
export function clockResult(aheadMs: number | undefined): CheckResult {
  const subject = 'clock of this machine';
  if (aheadMs === undefined) return { status: 'unknown', subject, detail: 'no answer had a date' };
  const seconds = (Math.abs(aheadMs) / 1000).toFixed(1);
  const isRight = Math.abs(aheadMs) <= mostClockErrorMs;
  return { status: isRight ? 'ok' : 'failed', subject, detail: `${seconds} s from the API's` };
}

/** Calls each route as a client that does not exist, which the authorizer refuses: nothing is started. */
export async function checkApi(apiUrl: string): Promise<ApiCheck> {
  const base = apiUrl.replace(/\/$/, '');
  const routes = routesOf(readFileSync(projectFile('docs', 'openapi.json'), 'utf8'));
  const checked = await Promise.all(routes.map((route) => checkRoute(base, route)));
  const aheadMs = checked.find((route) => route.aheadMs !== undefined)?.aheadMs;
  const results = [...checked.map(({ result }) => result), clockResult(aheadMs)];
  return { results, ...(aheadMs !== undefined && { aheadMs }) };
}
