import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a receiver's language needs on the machine, and how to ask for it. */
const toolchains = {
  python3: ['python3', '--version'],
  go: ['go', 'version'],
  java: ['java', '-version'],
} as const;
export type Toolchain = keyof typeof toolchains;

export function isToolchain(name: string): name is Toolchain {
  return Object.hasOwn(toolchains, name);
}

/**
 * Whether a language can be run here. Where it cannot, says that its snippets did not run.
 * @throws Error where it cannot and KYC_REQUIRE_TOOLCHAINS is 1, as in .ci/run.
 */
export async function toolchainIsHere(name: Toolchain): Promise<boolean> {
  const [command, argument] = toolchains[name];
  const works = await promisify(execFile)(command, [argument]).then(
    () => true,
    () => false,
  );
  if (works) return true;
  const message = `documentation suite did not run: the snippets that need ${name} (it is not installed)`;
  if (process.env.KYC_REQUIRE_TOOLCHAINS === '1') throw new Error(message);
  process.stderr.write(`${message}\n`);
  return false;
}
