/** A process that answers one hostile body as a route does, and prints what that took: `<bundle> <body> <route>`. */
import { pathToFileURL } from 'node:url';
import { hostileBodies, unreadableBodies } from '@kyc-china/samples/hostile-bodies';

const [bundle = '', name = '', route = ''] = process.argv.slice(2);
const { parseStrictJson, parsePollRequest, parseVerificationRequest } = await import(
  pathToFileURL(bundle).href
);
const text = (hostileBodies[name]?.body ?? unreadableBodies[name])?.() ?? '';
const parse = route === 'poll' ? parsePollRequest : parseVerificationRequest;

/** The heap is read where most of it is alive: after parsing, and at the end. */
let peak = 0;
const see = () => {
  peak = Math.max(peak, process.memoryUsage().heapUsed);
};
global.gc?.();
const before = process.memoryUsage().heapUsed;
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
let refused = false;
try {
  const body = parseStrictJson(text);
  see();
  parse(body);
} catch {
  refused = true;
}
see();
const wallMs = performance.now() - startedAt;
const { user, system } = process.cpuUsage(cpuBefore);
console.log(
  JSON.stringify({ wallMs, cpuMs: (user + system) / 1000, heapBytes: Math.max(0, peak - before), refused }),
);
