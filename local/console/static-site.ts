import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Behaviour, DeployedSite } from './deployed-site.ts';

/** What is answered; by S3, by CloudFront or by its function. */
interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const noSuchKey: Answer = {
  status: 404,
  headers: { 'content-type': 'application/xml' },
  body: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>',
};

const plain = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
});

/** Returns the key that a path requests; undefined if the path cannot be a key. */
function keyOf(uri: string): string | undefined {
  try {
    return decodeURIComponent(uri).slice(1);
  } catch {
    return undefined;
  }
}

/** Returns the path by which CloudFront selects a request's behavior; undefined if the URL has no path. */
function normalizedPath(url: string): string | undefined {
  return URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost').pathname : undefined;
}

function behaviourFor({ behaviours }: DeployedSite, path: string): Behaviour {
  const found = behaviours.find(({ pathPattern }) => pathPattern.test(path));
  if (!found) throw new Error('a distribution has a behavior for every path');
  return found;
}

/** Whether the distribution hands requests for a path over to the API. */
export function isPassedOn(site: DeployedSite, uri: string): boolean {
  const path = normalizedPath(uri);
  return path !== undefined && !behaviourFor(site, path).fromBucket;
}

/**
 * Serves what a console's stack deploys, as its distribution and its bucket would: from memory, so that nothing but
 * its files can be reached.
 */
export class StaticSite {
  readonly #site: DeployedSite;

  constructor(site: DeployedSite) {
    this.#site = site;
  }

  /** Returns the content of a file; undefined if no file has that key. */
  content(key: string): Buffer | undefined {
    return this.#site.files.get(key)?.content;
  }

  /** What is added to the answers to a path. */
  headersFor(path: string): Readonly<Record<string, string>> {
    return behaviourFor(this.#site, path).headers;
  }

  /** Answers from the bucket. */
  serve(request: IncomingMessage, response: ServerResponse): void {
    const [uri = '/'] = (request.url ?? '/').split('?');
    const path = normalizedPath(uri);
    if (path === undefined) {
      send(request, response, plain(400, 'Bad request'), {});
      return;
    }
    const behaviour = behaviourFor(this.#site, path);
    send(request, response, this.#answer(request, uri, behaviour), behaviour.headers);
  }

  #answer({ method = 'GET', headers }: IncomingMessage, uri: string, behaviour: Behaviour): Answer {
    if (!behaviour.allowedMethods.includes(method))
      return plain(
        403,
        'This distribution is not configured to allow the HTTP request method that was used.',
      );
    const result = behaviour.viewerRequest?.({ method, uri }) ?? { uri };
    if ('statusCode' in result)
      return {
        status: result.statusCode,
        headers: Object.fromEntries(Object.entries(result.headers).map(([name, { value }]) => [name, value])),
      };
    const key = result.uri === '/' ? this.#site.defaultRootObject : keyOf(result.uri);
    const file = key === undefined ? undefined : this.#site.files.get(key);
    if (!file) return noSuchKey;
    const isKnown = headers['if-none-match'] === file.headers.etag;
    return isKnown
      ? { status: 304, headers: file.headers }
      : { status: 200, headers: file.headers, body: file.content };
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  added: Readonly<Record<string, string>>,
) {
  const { status, headers, body = '' } = answer;
  // Reads and discards the body, so that the client sees the answer instead of a broken connection.
  request.resume();
  response.writeHead(status, {
    ...headers,
    ...added,
    ...(status !== 304 && { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(request.method === 'HEAD' || status === 304 ? undefined : body);
}
