import { signal } from '@preact/signals';

/** The parts of an execution's view, in their order. */
export const executionParts = ['progress', 'report', 'pdf', 'webhooks', 'history'] as const;
export type ExecutionPart = (typeof executionParts)[number];

export type Route =
  | { readonly view: 'form' }
  | { readonly view: 'executions' }
  | { readonly view: 'execution'; readonly reportId: string; readonly part: ExecutionPart };

const execution = /^#\/executions\/([A-Za-z0-9_-]{1,80})(?:\/([a-z]+))?$/;

/** What an address's hash shows; anything unknown is the form. */
export function parseRoute(hash: string): Route {
  if (hash === '#/executions') return { view: 'executions' };
  const [, reportId, part] = execution.exec(hash) ?? [];
  if (reportId === undefined) return { view: 'form' };
  return { view: 'execution', reportId, part: executionParts.find((known) => known === part) ?? 'progress' };
}

/** The hash that shows a route. It holds ids alone: nothing of a person, no secret, no token. */
export function hashOf(route: Route): string {
  if (route.view === 'form') return '#/';
  if (route.view === 'executions') return '#/executions';
  return `#/executions/${route.reportId}${route.part === 'progress' ? '' : `/${route.part}`}`;
}

export const route = signal<Route>({ view: 'form' });

/** Keeps the route in step with the address. */
export function followAddress(): void {
  const read = () => {
    route.value = parseRoute(location.hash);
  };
  addEventListener('hashchange', read);
  read();
}

export function goTo(next: Route): void {
  location.hash = hashOf(next);
}
