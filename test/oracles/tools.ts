import { tryCommand } from './command.ts';

/** What a part needs of the machine: how to ask for it, and what its answer has to look like. */
const tools = {
  'Python 3.11 with venv': {
    ask: ['python3', '-c', 'import ensurepip, venv, sys; print("%d.%d" % sys.version_info[:2])'],
    fits: (answer: string) => isAtLeast(answer, 3, 11),
  },
  'Go 1.26': { ask: ['go', 'version'], fits: (answer: string) => isAtLeast(answer, 1, 26) },
  'a JDK, 17 or newer': { ask: ['javac', '-version'], fits: (answer: string) => isAtLeast(answer, 17, 0) },
  Maven: { ask: ['mvn', '--version'], fits: () => true },
  pdfsig: { ask: ['pdfsig', '-v'], fits: () => true },
  OpenSSL: { ask: ['openssl', 'version'], fits: (answer: string) => answer.startsWith('OpenSSL') },
} as const;
export type ToolName = keyof typeof tools;

/** Whether the first version number of a tool's answer is high enough. */
export function isAtLeast(answer: string, major: number, minor: number): boolean {
  const [, first, second = '0'] = /(\d+)(?:\.(\d+))?/.exec(answer) ?? [];
  return Number(first) > major || (Number(first) === major && Number(second) >= minor);
}

/** Lists those of the tools that this machine lacks. */
export async function missingTools(names: readonly ToolName[]): Promise<ToolName[]> {
  const missing: ToolName[] = [];
  for (const name of names) {
    const [command, ...args] = tools[name].ask;
    const answer = await tryCommand(command, args);
    if (answer === undefined || !tools[name].fits(answer)) missing.push(name);
  }
  return missing;
}
