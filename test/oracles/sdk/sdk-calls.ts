import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { projectFile } from '../../../lib/project-file.ts';
import { type RecordedRequest, startRecorder } from '../../support/recorded-requests.ts';
import { comparable, type Vendors } from '../../support/sdk-requests.ts';
import { mustRun } from '../command.ts';
import { keys, type SdkCall, sdkCalls } from './calls.ts';

const packages = [
  'alibabacloud-cloudauth20190307',
  'alibabacloud-dytnsapi20200217',
  'alibabacloud-saf20190521',
  'tencentcloud-sdk-python-faceid',
];

/** The versions of the SDKs, by package. */
export type SdkVersions = Readonly<Record<string, string>>;

/** What an SDK says of one call. */
interface SdkAnswer {
  readonly id: string;
  readonly code?: string;
  readonly error?: string;
}

/** One call through an SDK. */
export interface MadeCall {
  readonly call: SdkCall;
  /** What its SDK sent to the vendor; undefined if it sent nothing. */
  readonly request: RecordedRequest | undefined;
  /** Undefined if the SDKs ended before the call. */
  readonly answer: SdkAnswer | undefined;
}

/** Reads the versions of the installed SDKs. */
export async function sdkVersions(python: string): Promise<SdkVersions> {
  const program = `import importlib.metadata as m, json, sys; print(json.dumps({p: m.version(p) for p in sys.argv[1:]}))`;
  return JSON.parse(await mustRun(python, ['-c', program, ...packages]));
}

async function askSdks(
  python: string,
  ports: Readonly<Record<string, number>>,
  certificate: string,
): Promise<Map<string, SdkAnswer>> {
  const child = spawn(python, [projectFile('test/oracles/sdk/ask.py')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // No proxy: every host is this machine.
    env: { ...process.env, NO_PROXY: '*', no_proxy: '*' },
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end(JSON.stringify({ ports, certificate, credentials: keys, calls: sdkCalls }));
  const [printed, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`ask.py ended with ${code}:\n${complaints}`);
  const lines = printed.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => JSON.parse(line) as SdkAnswer).map((answer) => [answer.id, answer]));
}

/**
 * Has the SDKs make every call of `sdkCalls`, and the vendors' fakes answer it.
 * @param folder for the authorities' certificate.
 */
export async function callThroughSdks(python: string, vendors: Vendors, folder: string): Promise<MadeCall[]> {
  // One recorder for each host: the request says its host itself, but the connection has to reach the right fake.
  const recorders = await Promise.all(
    Object.entries(vendors.hosts).map(async ([host, destination]) => ({
      host,
      ...(await startRecorder([host], () => destination)),
    })),
  );
  try {
    const certificate = path.join(folder, 'authorities.pem');
    await writeFile(certificate, recorders.map(({ ca }) => ca).join('\n'));
    const ports = Object.fromEntries(recorders.map(({ host, port }) => [host, port]));
    const answers = await askSdks(python, ports, certificate);
    // The calls are made one after another, so the requests of an action are in the order of its calls.
    const requests = recorders.flatMap((recorder) => [...recorder.requests]);
    return sdkCalls.map((call) => {
      const index = requests.findIndex((request) => comparable(request).action === call.action);
      const request = index === -1 ? undefined : requests.splice(index, 1)[0];
      return { call, request, answer: answers.get(call.id) };
    });
  } finally {
    await Promise.all(recorders.map((recorder) => recorder.stop()));
  }
}
