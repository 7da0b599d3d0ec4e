import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import { registerHooks } from 'node:module';
import net from 'node:net';
import { pathToFileURL } from 'node:url';

/** The query parameter that gives each environment module instances of its own. */
const parameter = 'environment';

const current = new AsyncLocalStorage<EnvironmentScope>();

/** Finds out which code of a thread belongs to which environment, and cuts an environment off. */
export class EnvironmentScope {
  readonly environment: number;
  readonly #sockets = new Set<net.Socket>();
  #ended = false;

  constructor(environment: number) {
    this.environment = environment;
  }

  /** The environment whose code runs now. */
  static current(): EnvironmentScope | undefined {
    return current.getStore();
  }

  /** Runs code as the environment's, with all that it starts. */
  run<T>(work: () => T): T {
    return current.run(this, work);
  }

  /** The URL under which the environment imports a file. */
  urlOf(file: string): string {
    return `${pathToFileURL(file).href}?${parameter}=${this.environment}`;
  }

  /** Closes its connections and refuses new ones: after the end of a process, nothing more reaches a service. */
  end(): void {
    this.#ended = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** @throws Error if the environment has ended. */
  admit(socket: net.Socket): void {
    if (this.#ended) throw new Error('the execution environment has ended');
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}

/** Prepares this thread for several environments. Runs once, before their code is loaded. */
export function separateEnvironments(taskRoot: string): void {
  const root = `${pathToFileURL(taskRoot).href}/`;
  // A bundle has several files. Each environment has its own instance of each of them.
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const resolved = nextResolve(specifier, context);
      const environment = URL.parse(context.parentURL ?? '')?.searchParams.get(parameter);
      if (!environment || !resolved.url.startsWith(root)) return resolved;
      return { ...resolved, url: `${resolved.url}?${parameter}=${environment}` };
    },
  });
  // The agents of node:http are shared. An environment reuses its own connections only.
  const getName = http.Agent.prototype.getName;
  http.Agent.prototype.getName = function named(this: http.Agent, options) {
    return `${getName.call(this, options)}:${EnvironmentScope.current()?.environment ?? ''}`;
  };
  const connect = net.Socket.prototype.connect as (...all: unknown[]) => net.Socket;
  net.Socket.prototype.connect = function admitted(this: net.Socket, ...all: unknown[]) {
    EnvironmentScope.current()?.admit(this);
    return connect.apply(this, all);
  } as typeof net.Socket.prototype.connect;
}
