import type { IncomingMessage } from 'node:http';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

function hostnameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

/**
 * Whether a request comes from this machine's own pages or tools, and from no other site that a browser here shows.
 * Such a site can have its own name resolve to 127.0.0.1 (DNS rebinding), which the Host header tells; or ask for
 * what is here across sites, which Sec-Fetch-Site tells, and Origin where a browser is too old for that.
 */
export function isLocalVisitor({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers;
  const hostname = hostnameOf(`http://${host}`);
  if (hostname === undefined || !loopback.has(hostname)) return false;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  return site === 'same-origin' || site === 'none';
}
