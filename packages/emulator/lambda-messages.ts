/** A host of the embedded internet: a public-looking address that is served on this machine. */
export interface InternetHost {
  readonly hostname: string;
  /** The public-looking address that the name resolves to. */
  readonly address: string;
  /** Where a connection to the address's port 443 really goes, on 127.0.0.1. */
  readonly localPort: number;
}

/** What an execution environment is started with. */
export interface EnvironmentSetup {
  /** The directory of the unpacked code asset. */
  readonly taskRoot: string;
  /** `file.export`, as the template's Handler has it. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memorySizeMb: number;
  readonly compileCacheDirectory: string;
  readonly internet: readonly InternetHost[];
  /** PEM certificates that the environment trusts in addition to the default ones. */
  readonly trustedCertificates: readonly string[];
}

/** One invocation. The event is JSON, as on AWS. */
export interface Invocation {
  readonly requestId: string;
  readonly event: string;
  /** When the invocation is cut off, in milliseconds since the epoch. */
  readonly deadline: number;
}

/** To a thread, about one of its environments. */
export type ThreadCommand =
  | { readonly type: 'load'; readonly environment: number }
  | { readonly type: 'invoke'; readonly environment: number; readonly invocation: Invocation }
  | { readonly type: 'end'; readonly environment: number };

/** What a handler, or the loading of its code, threw. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** From a thread, about one of its environments. */
export type ThreadEvent = { readonly environment: number } & (
  | { readonly type: 'ready' }
  | { readonly type: 'init-failed'; readonly failure: FunctionFailure }
  | { readonly type: 'result'; readonly requestId: string; readonly result: string }
  | { readonly type: 'failure'; readonly requestId: string; readonly failure: FunctionFailure }
  /** An exception that nothing caught: on AWS it ends the process. */
  | { readonly type: 'crashed'; readonly message: string }
  /** Its code called process.exit, which ends the thread. */
  | { readonly type: 'exiting' }
  /** The answer to 'end': its connections are closed. */
  | { readonly type: 'ended' }
);
