/**
 * The address of a deployed API, without a slash at the end.
 * @param apiUrl the stack's output.
 * @param endpoint where an AWS emulator serves; undefined: AWS itself. An emulator has no DNS of its own, and serves
 * an API under a path of its endpoint.
 */
export function apiUrlAt(apiUrl: string, endpoint: string | undefined): string {
  const { hostname, pathname } = new URL(apiUrl);
  const [apiId] = hostname.split('.');
  if (endpoint) return new URL(`/restapis/${apiId}${pathname}_user_request_`, endpoint).href;
  return apiUrl.replace(/\/$/, '');
}
