const loopback = '127.0.0.1,localhost,[::1]';

/**
 * Makes fetch call this machine directly, whatever proxy NODE_USE_ENV_PROXY=1 and HTTP_PROXY name: a proxy elsewhere
 * cannot reach it. Node reads NO_PROXY at each call, and the spelling in lower case first.
 */
export function callLoopbackDirectly(): void {
  const { no_proxy: lower, NO_PROXY: upper } = process.env;
  process.env[lower === undefined ? 'NO_PROXY' : 'no_proxy'] = [lower || upper, loopback]
    .filter(Boolean)
    .join(',');
}
