import { readFileSync, writeFileSync } from 'node:fs';
import { projectFile } from '../../../lib/project-file.ts';
import type { RecordedRequest } from '../../support/recorded-requests.ts';
import type { SdkVersions } from './sdk-calls.ts';

const file = projectFile('test/oracles/sdk/vectors.json');

/** Reads the requests that the SDKs made, by the call's id. */
export function readVectors(): Readonly<Record<string, RecordedRequest>> {
  return JSON.parse(readFileSync(file, 'utf8')).vectors;
}

/** Keeps of a request what is signed, and what names the call. */
function withoutIncidentals({ headers, ...request }: RecordedRequest): RecordedRequest {
  const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  const kept = Object.entries(headers).filter(
    ([name]) => signed.includes(name) || /^(?:authorization|x-tc-(?:action|version|timestamp))$/.test(name),
  );
  return { ...request, headers: Object.fromEntries(kept) };
}

/** Writes the requests of the SDKs into vectors.json. */
export function writeVectors(versions: SdkVersions, requests: ReadonlyMap<string, RecordedRequest>): void {
  const vectors = Object.fromEntries([...requests].map(([id, request]) => [id, withoutIncidentals(request)]));
  const madeBy = 'node test/oracles/sdk/write-vectors.ts';
  writeFileSync(file, `${JSON.stringify({ madeBy, sdks: versions, vectors }, null, 2)}\n`);
}
