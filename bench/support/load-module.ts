import { pathToFileURL } from 'node:url';

// A process of its own for each load: nothing of one load is warm in the next.
const [file = ''] = process.argv.slice(2);
const startedAt = performance.now();
const cpuBefore = process.cpuUsage();
await import(pathToFileURL(file).href);
const wallMs = performance.now() - startedAt;
const { user, system } = process.cpuUsage(cpuBefore);
process.stdout.write(JSON.stringify({ wallMs, cpuMs: (user + system) / 1000 }), () => process.exit(0));
