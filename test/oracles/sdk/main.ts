/**
 * Has the vendors' official SDKs call the fakes, and compares each of their requests with the adapter's for the same
 * call. With --write, keeps the SDKs' requests in vectors.json, which the ordinary tests compare with.
 *
 *   node test/oracles/sdk/main.ts [--write] [--python <program>]
 *
 * --python  an interpreter that has requirements.txt installed (.oracles/installed/sdk/bin/python):
 *           python3 -m venv .oracles/installed/sdk && .oracles/installed/sdk/bin/pip install --require-hashes -r test/oracles/sdk/requirements.txt
 *
 * Exits with 0 if all agree, 1 if not, 77 if the interpreter or the SDKs are missing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { projectFile } from '../../../lib/project-file.ts';
import { type RecordedRequest, startRecorder } from '../../support/recorded-requests.ts';
import {
  comparable,
  differencesOf,
  resigned,
  startVendors,
  type Vendors,
} from '../../support/sdk-requests.ts';
import { keys, type SdkCall, sdkCalls } from './calls.ts';

const packages = [
  'alibabacloud-cloudauth20190307',
  'alibabacloud-dytnsapi20200217',
  'alibabacloud-saf20190521',
  'tencentcloud-sdk-python-faceid',
];

/** What the SDK says of one call. */
interface SdkAnswer {
  readonly id: string;
  readonly code?: string;
  readonly error?: string;
}

const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false }, python: { type: 'string' } },
});
const python = values.python ?? projectFile('.oracles/installed/sdk/bin/python');

/** @returns the SDKs' versions by package; undefined if one is missing. */
function installedVersions(): Readonly<Record<string, string>> | undefined {
  const program = `import importlib.metadata as m, json, sys; print(json.dumps({p: m.version(p) for p in sys.argv[1:]}))`;
  const { status, stdout } = spawnSync(python, ['-c', program, ...packages], { encoding: 'utf8' });
  return status === 0 ? JSON.parse(stdout) : undefined;
}

/** Runs the SDKs. @returns what they say, by the call's id. */
async function askSdks(
  calls: readonly SdkCall[],
  ports: Readonly<Record<string, number>>,
  certificate: string,
): Promise<Map<string, SdkAnswer>> {
  const child = spawn(python, [projectFile('test/oracles/sdk/ask.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // No proxy: every host is this machine.
    env: { ...process.env, NO_PROXY: '*', no_proxy: '*' },
  });
  child.stdin.end(JSON.stringify({ ports, certificate, credentials: keys, calls }));
  const lines = (await text(child.stdout)).split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => JSON.parse(line) as SdkAnswer).map((answer) => [answer.id, answer]));
}

const positive: ReadonlySet<unknown> = new Set(['200', 'OK', '0', 'Success']);

/** @returns what is wrong with a call, if anything. */
async function problemsOf(
  vendors: Vendors,
  call: SdkCall,
  answer: SdkAnswer | undefined,
  request: RecordedRequest | undefined,
): Promise<string[]> {
  if (!answer || !request) return ['the SDK did not make the call'];
  const problems: string[] = [];
  if (!positive.has(answer.code)) problems.push(`the SDK was not served: ${answer.error ?? answer.code}`);
  const signature = resigned(call.vendor, request);
  if (signature.split('Signature=')[1] !== request.headers.authorization?.split('Signature=')[1])
    problems.push('the SDK signs it otherwise');
  if (!call.subCheck) return problems;
  return [...problems, ...differencesOf(request, await vendors.requestOfAdapter(call))];
}

/** Writes the SDKs' requests down, without what only this run has. */
async function writeVectors(
  versions: Readonly<Record<string, string>>,
  requests: ReadonlyMap<string, RecordedRequest>,
): Promise<void> {
  const vectors = Object.fromEntries(
    [...requests].map(([id, { headers, ...request }]) => {
      // What is signed has to stay; of the rest, what names the call.
      const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
      const kept = Object.entries(headers).filter(
        ([name]) =>
          signed.includes(name) || /^(?:authorization|x-tc-(?:action|version|timestamp))$/.test(name),
      );
      return [id, { ...request, headers: Object.fromEntries(kept) }];
    }),
  );
  const document = { madeBy: 'node test/oracles/sdk/main.ts --write', sdks: versions, vectors };
  await writeFile(projectFile('test/oracles/sdk/vectors.json'), `${JSON.stringify(document, null, 2)}\n`);
}

async function main(): Promise<number> {
  const versions = installedVersions();
  if (!versions) {
    console.log(`missing: ${python} with ${packages.join(', ')}`);
    return 77;
  }
  const vendors = await startVendors();
  const folder = await mkdtemp(path.join(tmpdir(), 'kyc-china-'));
  const names = Object.keys(vendors.hosts);
  // One recorder for each host: the request says its host itself, but the connection has to reach the right fake.
  const recorders = await Promise.all(
    Object.entries(vendors.hosts).map(([name, destination]) => startRecorder([name], () => destination)),
  );
  try {
    const certificate = path.join(folder, 'authorities.pem');
    await writeFile(certificate, recorders.map(({ ca }) => ca).join('\n'));
    const ports = Object.fromEntries(names.map((name, index) => [name, recorders[index]?.port ?? 0]));
    const answers = await askSdks(sdkCalls, ports, certificate);
    // Each recorder has its host's requests in the order of the calls.
    const recorded = new Map<string, RecordedRequest>();
    for (const recorder of recorders) {
      const hostsCalls = sdkCalls.filter(({ id }) => answers.has(id));
      for (const request of recorder.requests) {
        const call = hostsCalls.find(
          ({ id, action }) => !recorded.has(id) && action === comparable(request).action,
        );
        if (call) recorded.set(call.id, request);
      }
    }
    let failed = 0;
    for (const call of sdkCalls) {
      const problems = await problemsOf(vendors, call, answers.get(call.id), recorded.get(call.id));
      failed += problems.length > 0 ? 1 : 0;
      console.log([`${problems.length > 0 ? 'not ok' : 'ok'} ${call.id}`, ...problems].join('\n  '));
    }
    console.log(
      `${sdkCalls.length - failed} of ${sdkCalls.length} calls agree (${JSON.stringify(versions)})`,
    );
    if (values.write && failed === 0) await writeVectors(versions, recorded);
    return failed === 0 ? 0 : 1;
  } finally {
    await Promise.all(recorders.map((recorder) => recorder.stop()));
    await vendors.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
