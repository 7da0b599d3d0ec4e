import type { Block } from './blocks.ts';

/** How a documented command is held to what it says. */
export type Rule =
  /** It is run against an embedded run, by the shell, and prints this. */
  | { readonly by: 'running'; readonly prints: RegExp }
  /** It works on a deployed stage: it is run as far as that goes without an account. */
  | { readonly by: 'asking for credentials' }
  /** The CDK needs an account for it: the stacks that it names are among the synthesized ones. */
  | { readonly by: 'stacks' }
  /** Jest is given a file, and a variable that the file reads. */
  | { readonly by: 'the test that it names' }
  /** It belongs to AWS's command line: what it names of ours is in the templates. */
  | { readonly by: 'names in the templates' }
  /** A test of test/e2e/docs.test.ts is about it. */
  | { readonly by: 'a test of its own' }
  /** A test or a script that does it, and what shows there that it does. */
  | { readonly by: 'another'; readonly file: string; readonly shows: string };

const elsewhere = (file: string, shows: string): Rule => ({ by: 'another', file, shows });
const itsOwn: Rule = { by: 'a test of its own' };
const generatedClients = elsewhere('test/oracles/clients/guide.ts', 'blocksBelow');
const running = (prints: RegExp): Rule => ({ by: 'running', prints });

/** The first that fits a command is its rule. */
const commandRules: readonly (readonly [RegExp, Rule])[] = [
  [/^npm run test:stage\b/, elsewhere('test/integration/stage-command.test.ts', '--stage')],
  [/--stage (?!sandbox\])/, { by: 'asking for credentials' }],
  [/^(npx cdk|npm run) (bootstrap|deploy|diff|destroy)\b/, { by: 'stacks' }],
  [/^npx cdk synth$/, elsewhere('test/infrastructure/nag.test.ts', 'synth')],
  [/^aws /, { by: 'names in the templates' }],
  [/^npm ci( && npm (start|test))?$/, elsewhere('.ci/run', 'npm ci')],
  [/^npm (run (typecheck|lint|format)|start|test)$/, elsewhere('.ci/run', 'npm test')],
  [/^npm rebuild node --ignore-scripts=false$/, elsewhere('test/unit/preflight.test.ts', 'npm rebuild node')],
  // How a machine without glibc is set up.
  [/^npm ci --ignore-scripts$/, elsewhere('bin/preflight.cjs', 'runsTypeScript')],
  [
    /^(NODE_ENV=production npm ci|npm ci --(include|omit)=dev)$/,
    elsewhere('test/unit/preflight.test.ts', 'npm ci --include=dev'),
  ],
  [/^npm install kyc-cn$/, elsewhere('test/unit/client-package.test.ts', 'npm')],
  [/^npm run …$/, elsewhere('test/unit/docs.test.ts', 'every script')],
  [/^([A-Z_]+=\S+ )?npm run test:jest -- \S+/, { by: 'the test that it names' }],
  [
    /^npm run test:oracles( -- [\w -]+)?$/,
    elsewhere('test/integration/oracles-command.test.ts', 'runOracles'),
  ],
  // docs/guides/generated-clients.md: how a generator is installed, and what is run with it.
  [/^(npm install|pip install|mvn|go mod init|go get) /, generatedClients],
  [
    /^(npx openapi-typescript|npx tsc|openapi-python-client|java -jar openapi-generator-cli\S+|javac|java -cp) /,
    generatedClients,
  ],
  [/^(mkdir -p kyc|go tool|go vet|go run \.|python verify|node verify)/, generatedClients],
  [/^node test\/fault-matrix\/mutate\.ts$/, elsewhere('test/fault-matrix/mutations.test.ts', 'mutations')],
  [/^npm run bench( -- fan-out)?$/, elsewhere('bench/main.ts', "'fan-out'")],
  [/^npm run bench -- (price|calls)$/, elsewhere('bench/main.ts', 'price,')],
  [/^npm run bench -- gate$/, elsewhere('bench/main.ts', 'gate')],
  [/^npm run dashboard( --.*)?$/, elsewhere('test/infrastructure/dashboard.test.ts', 'dashboard')],
  [/^npm run docs$/, elsewhere('test/integration/docs-command.test.ts', 'docs')],
  [/^npm run local -- --upstream (tencent|alibaba)$/, itsOwn],
  [/^npm run local( -- --reset)?$/, itsOwn],
  [/^(npm run contract|node codegen\/contract\/generate\.ts)$/, itsOwn],
  [/^KYC_WEBHOOK_SECRETS=/, elsewhere('test/integration/docs-receivers.test.ts', 'startReceiver')],
  [/^curl /, itsOwn],
  [/^export [A-Z_]+=\S/, itsOwn],
  [/^npx kyc-cn verify --help$/, running(/--name/)],
  [/^npx kyc-cn verify /, running(/identity\.two-factor/)],
  [/^npx kyc-cn batch /, running(/3/)],
  [
    /^npx kyc-cn verify-report /,
    elsewhere('test/unit/report-signature.test.ts', 'a changed byte anywhere is noticed'),
  ],
  [/^aws kms get-public-key /, elsewhere('test/integration/local-kms.test.ts', 'GetPublicKeyCommand')],
  [/^npx kyc-cn list( --reference| --decision|$)/, running(/REPORT|\[/)],
  [/^npx kyc-cn show <reportId>$/, running(/report [0-9a-f-]{36}, \d+ upstream calls/)],
  [
    /^npx kyc-cn (events|resend|erase) <reportId>/,
    elsewhere('test/unit/client-report-actions.test.ts', 'kyc-cn erase, events and resend'),
  ],
  [/^npx kyc-cn rerun( <reportId> |$)/, elsewhere('test/unit/client-rerun.test.ts', "'rerun', earlierId")],
  [/^npx kyc-cn usage \d{4}-\d\d( --json)?$/, elsewhere('test/unit/client-usage.test.ts', 'kyc-cn usage')],
  [/^npx kyc-cn$/, running(/kyc-cn verify/)],
  [/^npm run clients -- create /, running(/x-client-secret +\S+/)],
  [/^npm run clients -- rotate \S+ --key /, elsewhere('test/e2e/client-keys.test.ts', "'--key', key.id")],
  [/^npm run clients -- rotate \S+ --webhook$/, running(/whsec_/)],
  [/^npm run clients -- rotate /, running(/The new secret is valid now/)],
  [/^npm run clients -- limits /, running(/^limits +100 verifications a day, 2,000/)],
  [/^npm run clients -- disable /, running(/is disabled/)],
  [
    /^npm run clients -- key (add|list|remove)/,
    elsewhere('test/e2e/client-keys.test.ts', "describe('key add'"),
  ],
  [/^npm run clients -- (prices|usage) /, elsewhere('test/e2e/usage.test.ts', 'client prices and usage')],
  [
    /^npm run clients -- policy( test)? /,
    elsewhere('test/integration/client-commands.test.ts', 'client policy sets'),
  ],
  [/^npm run webhooks -- list/, running(/./)],
  // The name alone, in a decision.
  [/^npm run webhooks -- resend$/, elsewhere('operations/webhooks.ts', 'resend')],
  [
    /^npm run certificate-request$/,
    elsewhere('test/integration/certificate-request.test.ts', 'is signed by the key of KMS'),
  ],
  [/^npm run verify-report$/, elsewhere('test/unit/verify-report.test.ts', 'genuine')],
  [/^npm run webhooks -- resend/, running(/./)],
  [
    /^npm run redrive -- stop <reportId>$/,
    elsewhere('test/e2e/redrive.test.ts', "redrive('stop', reportId)"),
  ],
  [/^npm run redrive -- (list|--all)/, running(/./)],
  [/^npm run redrive -- <reportId>$/, running(/./)],
  [/^npm run verify-report/, running(/genuine/)],
  [/^rm tencent\.json$/, elsewhere('.gitignore', '/tencent*.json')],
  [/^npm run check$/, running(/^ok +API POST/m)],
  [/^npm run erase -- <reportId>$/, running(/./)],
  [/^npm run erase -- --client /, elsewhere('test/e2e/erasure.test.ts', 'Type leaver to go on')],
];

/** @returns what a command is held to; undefined for one that nothing covers. */
export function ruleOf(command: string): Rule | undefined {
  return commandRules.find(([form]) => form.test(command))?.[1];
}

const receivers = ['test/integration/docs-receivers.test.ts', 'startReceiver'] as const;
const programs = ['test/oracles/clients/guide.ts', 'guideSection'] as const;
const ownTest = ['test/e2e/docs.test.ts', 'blocksOf'] as const;

/** Blocks that are no commands, by document and language. */
const blockRules: readonly (readonly [document: RegExp, language: string, file: string, shows: string])[] = [
  // Drawings say what the state machine's own test holds.
  [/./, 'mermaid', 'test/infrastructure/state-machine.test.ts', 'RunSubChecks'],
  [/^README\.md$/, '', ...ownTest],
  [/^README\.md$/, 'json', ...ownTest],
  [/guides\/clients\.md$/, '', ...ownTest],
  [
    /^docs\/runbook\.md$/,
    '',
    'test/integration/check-command.test.ts',
    'refuses a client that does not exist',
  ],
  [/guides\/finding-a-report\.md$/, '', 'test/unit/client-list-command.test.ts', 'list prints a table'],
  [/guides\/policies\.md$/, 'json', 'test/unit/policy-file.test.ts', 'docs/guides/policies.md'],
  [/guides\/policies\.md$/, '', 'test/unit/policy-file.test.ts', 'docs/guides/policies.md'],
  [/^packages\/client\/README\.md$/, 'ts', ...ownTest],
  [/reading-an-execution\.md$/, 'json', 'test/e2e/execution-histories.test.ts', 'reading-an-execution.md'],
  [/adding-a-sub-check\.md$/, 'ts', ...ownTest],
  [/adding-a-request-field\.md$/, 'ts', 'test/integration/adding-a-request-field.test.ts', 'blocksOf(guide'],
  [/guides\/consent\.md$/, 'json', 'test/e2e/consent.test.ts', 'consent-required'],
  [/guides\/consent\.md$/, 'ts', 'test/e2e/consent.test.ts', 'CONSENT_REQUIRED_FOR'],
  [/guides\/erasing-a-report\.md$/, '', 'test/e2e/report-actions.test.ts', 'webhook resent'],
  [/guides\/erasing-a-report\.md$/, 'json', 'test/e2e/report-actions.test.ts', 'receipt'],
  [/guides\/re-run\.md$/, 'json', 'test/e2e/rerun.test.ts', 'calls one provider once'],
  [/^packages\/pdf\/README\.md$/, 'text', 'test/unit/pdf-page.test.ts', 'structureOf'],
  [/receiving-webhooks\.md$/, 'json', 'test/integration/deliver-webhook.test.ts', "code: 'report-failed'"],
  [/receiving-webhooks\.md$/, 'ts', ...receivers],
  [/receiving-webhooks\.md$/, 'python', ...receivers],
  [/receiving-webhooks\.md$/, 'go', ...receivers],
  [/receiving-webhooks\.md$/, 'java', ...receivers],
  [/generated-clients\.md$/, '', ...programs],
  [/generated-clients\.md$/, 'ts', ...programs],
  [/generated-clients\.md$/, 'python', ...programs],
  [/generated-clients\.md$/, 'go', ...programs],
  [/generated-clients\.md$/, 'java', ...programs],
  [/providers\/http\.md$/, 'json', 'test/integration/http-provider-docs.test.ts', 'docs/providers/http.md'],
  // The made-up provider's folder, and how an operator answers a vendor's questions.
  [/providers\/http\.md$/, 'ts', 'test/e2e/new-provider.test.ts', 'createHttpProvider(description'],
  [/providers\/alibaba\.md$/, 'json', 'test/unit/alibaba-docs.test.ts', 'providers/alibaba.md'],
  [/providers\/tencent\.md$/, 'json', 'test/unit/tencent-docs.test.ts', 'providers/tencent.md'],
  [/^docs\/test-persons\.md$/, 'json', 'test/unit/contract-generated.test.ts', 'generatedFiles'],
];

/** @returns where a block that is no shell's is held to what it says; undefined for one that nothing covers. */
export function coverOf({ document, language }: Block): { file: string; shows: string } | undefined {
  const rule = blockRules.find(([form, name]) => form.test(document) && name === language);
  return rule && { file: rule[2], shows: rule[3] };
}
