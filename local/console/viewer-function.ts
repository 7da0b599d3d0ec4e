import { createContext, runInContext } from 'node:vm';

/** A request as a CloudFront function sees it, as far as the console's has to. */
interface ViewerRequest {
  readonly method: string;
  /** The path, as it was sent. */
  readonly uri: string;
}

/** What the function makes of it: another request, or an answer. */
export type ViewerResult =
  | { readonly uri: string }
  | { readonly statusCode: number; readonly headers: Readonly<Record<string, { readonly value: string }>> };

export type ViewerFunction = (request: ViewerRequest) => ViewerResult;

/** Longer than any function may take on CloudFront, also on a busy machine, and short enough to see that one never ends. */
const timeoutMs = 10_000;

/**
 * The function that a template holds, to be run as CloudFront would: on each request, in a context of its own.
 * @param code defines `handler`.
 */
export function viewerFunction(code: string): ViewerFunction {
  return (request) => {
    const event = JSON.stringify({
      version: '1.0',
      request: { ...request, querystring: {}, headers: {}, cookies: {} },
    });
    const result = runInContext(`${code}\nJSON.stringify(handler(${event}))`, createContext({}), {
      timeout: timeoutMs,
    });
    return JSON.parse(result) as ViewerResult;
  };
}
