import type { IncomingMessage } from 'node:http';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

function hostnameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

/**
 * Returns whether a request comes from this machine's own pages or tools, not from another site in a browser. Such a
 * site can resolve its own name to 127.0.0.1 (DNS rebinding): the Host header shows it. Or it sends cross-site requests:
 * Sec-Fetch-Site shows them, and Origin in older browsers.
 */
export function isLocalVisitor({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers;
  const hostname = hostnameOf(`http://${host}`);
  if (hostname === undefined || !loopback.has(hostname)) return false;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  return site === 'same-origin' || site === 'none';
}
