import { rm } from 'node:fs/promises';
import { projectFile } from '../../lib/project-file.ts';
import { stackNameOf } from '../../lib/stage-configuration.ts';
import { synthesize } from '../../local/synthesize.ts';
import { type TemplateResource, takeAway } from '../support/changed-assembly.ts';
import { copyAssembly } from './assembly.ts';
import { run } from './steps.ts';

// Breaks the sandbox's template in eight ways, and runs the deployment test on each: it must fail every time.
//   node test/deployment/sabotage.ts [<number of one>]

type Resources = Record<string, TemplateResource>;

/** Removes the permissions of API Gateway to invoke a function. @param form what their logical ids match. */
const withoutPermissions = (form: RegExp) => (resources: Resources) => {
  for (const [id, { Type }] of Object.entries(resources))
    if (Type === 'AWS::Lambda::Permission' && form.test(id)) delete resources[id];
};
const withoutAction =
  (role: string, ...actions: string[]) =>
  (resources: Resources) => {
    for (const action of actions) takeAway(resources, role, action);
  };

function wrongHandler(resources: Resources): void {
  for (const [id, { Type, Properties }] of Object.entries(resources))
    if (Type === 'AWS::Lambda::Function' && /^VerificationWorkflowSubCheck[0-9A-F]{8}$/.test(id))
      Object.assign(Properties ?? {}, { Handler: 'index.none' });
}

const sabotages: readonly (readonly [what: string, change: (resources: Resources) => void])[] = [
  ['API Gateway may not invoke initiate', withoutPermissions(/request/)],
  ['API Gateway may not invoke poll', withoutPermissions(/poll/)],
  ['API Gateway may not invoke the authorizer', withoutPermissions(/Authorizer/)],
  ['wrong handler of sub-check', wrongHandler],
  ['poll without DynamoDB', withoutAction('ApiPoll', 'dynamodb:GetItem', 'dynamodb:Query')],
  ['initiate without states:StartExecution', withoutAction('ApiInitiate', 'states:StartExecution')],
  ['aggregator without s3:PutObject', withoutAction('VerificationWorkflowAggregator', 's3:PutObject')],
  ['sub-check without kms:Decrypt', withoutAction('VerificationWorkflowSubCheck', 'kms:Decrypt')],
];

const assembly = projectFile('cdk.out');
const signal = new AbortController().signal;
await synthesize({
  projectDirectory: projectFile(),
  assemblyDirectory: assembly,
  report: () => undefined,
  signal,
});
const asked = Number(process.argv[2]);
const rows: string[] = [];
let missed = 0;
for (const [index, [what, change]] of sabotages.entries()) {
  if (asked && asked !== index + 1) continue;
  const start = Date.now();
  const app = await copyAssembly(assembly, stackNameOf('sandbox'), change);
  const { code, output } = await run(
    process.execPath,
    ['test/deployment/main.ts', '--app', app, '--quick'],
    process.env,
  );
  await rm(app, { recursive: true, force: true });
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  // The first that failed.
  const check = /^ *● (.*)$/m.exec(output)?.[1] ?? /^✗ *[\d.]+ s {2}(.*)$/m.exec(output)?.[1];
  // A run that failed before it checked anything has caught nothing.
  const isCaught = code === 1 && output.includes('✓') && check !== undefined;
  if (!isCaught) {
    missed += 1;
    console.error(output.slice(-2000));
  }
  const row = `| ${index + 1} | ${what} | ${isCaught ? check : 'MISSED'} | ${seconds} s |`;
  console.log(row);
  rows.push(row);
}
console.log(['', '| # | sabotage | caught by | time |', '| --- | --- | --- | --- |', ...rows].join('\n'));
console.log(`${rows.length - missed} passed, ${missed} failed`);
process.exitCode = missed > 0 ? 1 : 0;
