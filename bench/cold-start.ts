import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectFile } from '../lib/project-file.ts';
import { deployedFunctions, functionNames } from './support/bench-stack.ts';
import { bundle, bytesByOrigin, type LambdaBundle } from './support/lambda-bundle.ts';
import type { Part } from './support/section.ts';
import { kilobytes, median, ms, ratio } from './support/statistics.ts';

const run = promisify(execFile);
const target = 1.25;

interface Load {
  readonly wallMs: number;
  /** Milliseconds of processor time, which says more where others use the machine. */
  readonly cpuMs: number;
}

/** What importing a module takes a fresh process. */
async function loadOnce(file: string, env: Record<string, string>): Promise<Load> {
  const loader = projectFile('bench', 'support', 'load-module.ts');
  const { stdout } = await run(process.execPath, [loader, file], { env });
  return JSON.parse(stdout);
}

/**
 * An empty handler that makes the SDK clients which a function makes, and holds the commands that it sends: what
 * the function's own files import from the SDK, types left out.
 */
function bareSource({ metafile }: LambdaBundle): string {
  const imported = new Map<string, Set<string>>();
  for (const input of Object.keys(metafile.inputs).filter((name) => /^(lambdas|packages)\//.test(name))) {
    const text = readFileSync(projectFile(input), 'utf8');
    for (const [, names = '', from = ''] of text.matchAll(/import \{([^}]*)\} from '(@aws-sdk\/[^']+)'/g)) {
      const known = imported.get(from) ?? new Set();
      imported.set(from, known);
      for (const name of names.split(',').map((part) => part.trim()))
        if (name !== '' && !name.startsWith('type ')) known.add(name);
    }
  }
  const used = [...imported].map(([from, names]) => ({ from, names: [...names] }));
  const all = used.flatMap(({ names }) => names);
  const clients = all.filter((name) => name.endsWith('Client') && name !== 'DynamoDBDocumentClient');
  return [
    ...used.map(({ from, names }) => `import { ${names.join(', ')} } from '${from}';`),
    `const clients = [${clients.map((name) => `new ${name}({})`).join(', ')}];`,
    `export const sdk = [clients, ${all.join(', ')}];`,
    'export const handler = async () => ({ statusCode: 200 });',
  ].join('\n');
}

/** What a bundle holds beyond its bare one, the largest first. */
function surplus(full: LambdaBundle, bare: LambdaBundle): string {
  const inBare = bytesByOrigin(bare);
  return [...bytesByOrigin(full)]
    .map(([origin, bytes]) => ({ origin, bytes: bytes - (inBare.get(origin) ?? 0) }))
    .sort((one, other) => other.bytes - one.bytes)
    .slice(0, 5)
    .filter(({ bytes }) => bytes > 1000)
    .map(({ origin, bytes }) => `${origin} ${kilobytes(bytes)}`)
    .join(', ');
}

/** Loading each bundle, beside loading an empty handler with the same SDK clients. */
export const coldStart: Part = async ({ quick, progress }) => {
  const runs = quick ? 3 : 15;
  const functions = await deployedFunctions();
  const rows: string[][] = [];
  const notes: string[] = [];
  for (const name of functionNames) {
    const { taskRoot, variables } = functions[name];
    const file = path.join(taskRoot, 'index.mjs');
    const full = await bundle({ entry: `lambdas/${name}/handler.ts` });
    const bare = await bundle({ text: bareSource(full) });
    const loads: { full: Load[]; bare: Load[] } = { full: [], bare: [] };
    for (let turn = 0; turn < runs; turn += 1) {
      loads.full.push(await loadOnce(file, variables));
      loads.bare.push(await loadOnce(bare.file, variables));
    }
    const wall = ({ wallMs }: Load) => wallMs;
    const cpu = ({ cpuMs }: Load) => cpuMs;
    const [took, tookBare] = [median(loads.full.map(wall)), median(loads.bare.map(wall))];
    const [worked, workedBare] = [median(loads.full.map(cpu)), median(loads.bare.map(cpu))];
    progress(`${name}: ${ms(took)}, bare ${ms(tookBare)}`);
    rows.push([
      name,
      ms(took),
      ms(tookBare),
      ratio(took, tookBare),
      ms(worked),
      ms(workedBare),
      ratio(worked, workedBare),
      kilobytes(full.bytes),
      kilobytes(bare.bytes),
      ratio(full.bytes, bare.bytes),
    ]);
    const verdict = worked / workedBare > target ? `is above ${target}` : `is within ${target}`;
    notes.push(
      `\`${name}\` ${verdict}. Beyond the bare bundle it holds (esbuild’s metafile): ${surplus(full, bare)}.`,
    );
  }
  return {
    title: 'Cold start',
    method: `Importing each bundle of \`cdk.out\` in a fresh process, beside an empty handler that makes the same SDK clients and holds the same commands, bundled with the same flags: the median of ${runs} each, taken in turn. Node’s own start is in neither; no compile cache. The target is ${target}, of the processor time.`,
    tables: [
      {
        columns: [
          'function',
          'load',
          'bare',
          '÷ bare',
          'CPU time',
          'bare CPU',
          '÷ bare',
          'read',
          'bare reads',
          '÷ bare',
        ],
        rows,
      },
    ],
    notes,
  };
};
