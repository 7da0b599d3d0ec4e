import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import type { InternetHost } from './lambda-messages.ts';

/** Where every host of the embedded internet is really served. */
const loopback = '127.0.0.1';

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address?: string | dns.LookupAddress[],
  family?: number,
) => void;
type Lookup = (hostname: string, options: dns.LookupOptions, callback: LookupCallback) => void;

function patchDns(hosts: ReadonlyMap<string, InternetHost>): void {
  const realLookup = dns.lookup as unknown as (...all: unknown[]) => void;
  const realPromise = dns.promises.lookup as unknown as (...all: unknown[]) => Promise<unknown>;
  const answer = (host: InternetHost, all: boolean) =>
    all ? [{ address: host.address, family: 4 }] : { address: host.address, family: 4 };

  const lookup = (hostname: string, ...rest: unknown[]) => {
    const host = hosts.get(hostname);
    if (!host) return realLookup(hostname, ...rest);
    const callback = rest.at(-1) as LookupCallback;
    const wantsAll = (rest[0] as dns.LookupOptions | null)?.all === true;
    process.nextTick(() =>
      wantsAll ? callback(null, answer(host, true) as dns.LookupAddress[]) : callback(null, host.address, 4),
    );
  };
  const lookupPromise = (hostname: string, options?: dns.LookupOptions) => {
    const host = hosts.get(hostname);
    return host ? Promise.resolve(answer(host, options?.all === true)) : realPromise(hostname, options);
  };
  Object.assign(dns, { lookup });
  Object.assign(dns.promises, { lookup: lookupPromise });
  syncBuiltinESMExports();
}

/** The socket's own look-up still runs, checks and all; only what it yields is led to this machine. */
function redirected(host: InternetHost, options: net.TcpSocketConnectOpts): net.TcpSocketConnectOpts {
  const lookup = (options.lookup ?? dns.lookup) as unknown as Lookup;
  const led = (address: string) => (address === host.address ? loopback : address);
  return {
    ...options,
    host: net.isIP(options.host ?? '') ? loopback : host.hostname,
    port: host.localPort,
    lookup: (hostname, how, callback) =>
      lookup(hostname, how, (error, found, family) => {
        const done = callback as unknown as LookupCallback;
        if (error) return done(error, '', 0);
        if (Array.isArray(found))
          return done(
            null,
            found.map((one) => ({ ...one, address: led(one.address) })),
          );
        done(null, led(found ?? ''), family);
      }),
  };
}

function patchSockets(hosts: readonly InternetHost[]): void {
  const realConnect = net.Socket.prototype.connect as (...all: unknown[]) => net.Socket;
  net.Socket.prototype.connect = function connect(this: net.Socket, ...all: unknown[]) {
    // net.connect hands its arguments over as one normalised array; tls.connect as they are.
    const list = Array.isArray(all[0]) ? (all[0] as unknown[]) : all;
    const options = list[0] as net.TcpSocketConnectOpts | undefined;
    const host = hosts.find(
      ({ hostname, address }) => options?.host === hostname || options?.host === address,
    );
    if (options && host && Number(options.port) === 443) list[0] = redirected(host, options);
    return realConnect.apply(this, all);
  } as typeof net.Socket.prototype.connect;
}

/**
 * Puts this thread on the embedded internet: its host names resolve to public-looking addresses, and a
 * connection to one of those ends on this machine. Must run before the code that is to see it.
 * @param hosts the hosts; without any, nothing is changed.
 * @param certificates PEM certificates to trust in addition to the default ones.
 */
export function joinInternet(hosts: readonly InternetHost[], certificates: readonly string[]): void {
  if (hosts.length === 0) return;
  patchDns(new Map(hosts.map((host) => [host.hostname, host])));
  patchSockets(hosts);
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...certificates]);
}
