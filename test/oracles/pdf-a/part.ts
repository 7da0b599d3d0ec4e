import { existsSync } from 'node:fs';
import path from 'node:path';
import { sampleSigner } from '@kyc-china/samples/sample-signer';
import { endOf, mustRun, runCommand } from '../command.ts';
import { homeEnvironment, logFile, mavenFolder, mavenRepository, workFolder } from '../home.ts';
import type { Part } from '../part.ts';
import { writeSamples } from '../sample-reports.ts';

const version = '1.28.2';

/** A standard, as veraPDF checks it. */
interface Profile {
  readonly name: string;
  readonly flavour: string;
}

/** Each finds faults that the other does not look for. */
const profiles: readonly Profile[] = [
  { name: 'PDF/A-3a (ISO 19005-3)', flavour: '3a' },
  { name: 'PDF/UA-1 (ISO 14289-1)', flavour: 'ua1' },
];

/** Installs veraPDF's command line. @returns its jar. */
async function veraPdf(): Promise<string> {
  const jar = path.join(
    mavenFolder,
    `org/verapdf/apps/greenfield-apps/${version}/greenfield-apps-${version}.jar`,
  );
  if (!existsSync(jar)) {
    const artifact = `org.verapdf.apps:greenfield-apps:${version}`;
    const get = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get';
    await mustRun('mvn', ['-B', '-q', mavenRepository, get, `-Dartifact=${artifact}`, '-Dtransitive=false'], {
      environment: homeEnvironment,
      log: logFile('install-verapdf'),
    });
  }
  return jar;
}

/** @returns what veraPDF's text says about each file: the rules that it breaks; nothing for a file that it cannot read. */
function brokenRules(output: string): Map<string, string[]> {
  const byFile = new Map<string, string[]>();
  let rules: string[] = [];
  for (const line of output.split('\n')) {
    const [, verdict, name = ''] = /^(PASS|FAIL) (.*) \w+$/.exec(line) ?? [];
    if (verdict) {
      rules = [];
      byFile.set(path.basename(name), rules);
    }
    const [, rule] = /^ +FAIL ([\d.]+-\d+)/.exec(line) ?? [];
    if (rule) rules.push(rule);
  }
  return byFile;
}

/** @returns what is wrong with each file by a profile. */
async function faultsOf(jar: string, { flavour }: Profile, files: readonly string[]): Promise<string[]> {
  // By its class: the jar's own start is a program with windows.
  const start = ['-cp', jar, 'org.verapdf.apps.GreenfieldCliWrapper'];
  const options = ['--flavour', flavour, '--format', 'text', '--verbose'];
  const { stdout, output } = await runCommand('java', [...start, ...options, ...files], {
    log: logFile(`pdf-a-${flavour}`),
  });
  const found = brokenRules(stdout);
  if (found.size === 0) return [`veraPDF judged nothing:\n${endOf(output)}`];
  return files.flatMap((file) => {
    const name = path.basename(file);
    const rules = found.get(name);
    if (!rules) return [`${name}: not judged`];
    return rules.length === 0 ? [] : [`${name}: breaks ${rules.join(', ')}`];
  });
}

/** The PDF of every sample report, by veraPDF. */
export const pdfA: Part = {
  name: 'pdf-a',
  proves: 'that the reports are the PDF/A-3a and PDF/UA-1 that their metadata claim',
  tools: ['a JDK, 17 or newer', 'Maven'],
  run: async ({ show }) => {
    const jar = await veraPdf();
    const files = await writeSamples(workFolder('pdf-a'), sampleSigner());
    const faults: string[] = [];
    for (const profile of profiles) {
      const wrong = await faultsOf(jar, profile, files);
      show(`${profile.name}: ${files.length - wrong.length} of ${files.length} reports pass`);
      faults.push(...wrong.map((fault) => `${profile.flavour} ${fault}`));
    }
    if (faults.length > 0) throw new Error(faults.join('\n'));
  },
};
