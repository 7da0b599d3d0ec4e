import type { KeyScope } from './client-keys.ts';

/** The scope that a key needs for each route of the API. A test compares the routes with those of the stack. */
export const routeScopes = {
  'POST /kyc/cn': 'request',
  'POST /kyc/cn/request': 'request',
  'POST /kyc/cn/poll': 'read',
  'GET /kyc/cn/reports': 'read',
  'GET /kyc/cn/reports/{reportId}': 'read',
  'DELETE /kyc/cn/reports/{reportId}': 'erase',
  'GET /kyc/cn/reports/{reportId}/events': 'read',
  'POST /kyc/cn/reports/{reportId}/webhook': 'request',
  'GET /kyc/cn/usage': 'usage',
} as const satisfies Readonly<Record<string, KeyScope>>;

/** A method and a path of the API, such as `GET /kyc/cn/usage`. */
export type ApiRoute = keyof typeof routeScopes;

/** Returns the routes that a key with these scopes may call. */
export function routesOf(scopes: readonly KeyScope[]): readonly ApiRoute[] {
  return (Object.keys(routeScopes) as ApiRoute[]).filter((route) => scopes.includes(routeScopes[route]));
}
