import { readdirSync, readFileSync } from 'node:fs';

const tasks = '/proc/self/task';

/** What each thread of this process does, by the name that Node gives it; functions have the name of their stack. */
const roles: Readonly<Record<string, string>> = {
  MainThread: 'consumer, gateway, interpreter and the other emulators',
  dynamodb: 'DynamoDB’s emulator',
  V8Worker: 'V8’s compilers and garbage collector',
  'libuv-worker': 'files and cryptography',
};

/**
 * The processor time of this process so far, by what its threads do: milliseconds. Empty where the system does not tell
 * (it is Linux's procfs that does).
 */
export function timesByRole(): Map<string, number> {
  const times = new Map<string, number>();
  let threads: string[];
  try {
    threads = readdirSync(tasks);
  } catch {
    return times;
  }
  for (const thread of threads) {
    try {
      const name = readFileSync(`${tasks}/${thread}/comm`, 'utf8').trim();
      // The first number of schedstat is the time on a processor, in nanoseconds.
      const [onProcessor] = readFileSync(`${tasks}/${thread}/schedstat`, 'utf8').split(' ');
      const role = roles[name] ?? 'functions';
      times.set(role, (times.get(role) ?? 0) + Number(onProcessor) / 1e6);
    } catch {
      // The thread ended between the listing and the reading.
    }
  }
  return times;
}
