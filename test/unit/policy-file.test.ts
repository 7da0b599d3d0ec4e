import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidPolicyError, parsePolicy } from '@kyc-china/core/decision/parse-policy';
import { standardPolicy } from '@kyc-china/core/decision/standard-policy';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { projectFile } from '../../lib/project-file.ts';
import { clients } from '../../operations/clients.ts';
import { reportOn } from '../../packages/samples/pdf-reports.ts';
import { blocksOf } from '../support/docs/documentation.ts';

const rule = { when: { outcomes: ['unmatched'] }, outcome: 'fail', reason: 'mismatch' };
const policy = (changes: object = {}) => ({ name: 'cautious', version: 2, rules: [rule], ...changes });
const ruleWith = (changes: object) => policy({ rules: [rule, { ...rule, ...changes }] });

function problemsOf(value: unknown): string[] {
  try {
    parsePolicy(value);
    return [];
  } catch (error) {
    if (error instanceof InvalidPolicyError) return error.problems.map(({ field }) => field);
    throw error;
  }
}

it('policy file with the rules of the standard policy under another name is accepted', () => {
  const own = { ...standardPolicy, name: 'own' };
  expect(parsePolicy(JSON.parse(JSON.stringify(own)))).toEqual(own);
});

it('policy file may name its schema, which is not part of the policy', () => {
  expect(parsePolicy({ $schema: './policy.schema.json', ...policy() })).toEqual(policy());
});

describe('a policy file that is refused', () => {
  it.each<[string, unknown, string[]]>([
    ['a list', [], ['(policy)']],
    ['an empty object', {}, ['name', 'version', 'rules']],
    ['the name standard', policy({ name: 'standard' }), ['name']],
    ['a name with capitals', policy({ name: 'Own' }), ['name']],
    ['version 0', policy({ version: 0 }), ['version']],
    ['a version that is a string', policy({ version: '1' }), ['version']],
    ['no rule', policy({ rules: [] }), ['rules']],
    ['101 rules', policy({ rules: Array(101).fill(rule) }), ['rules']],
    ['a rule that is a string', policy({ rules: ['fail'] }), ['rules[0]']],
    ['an unknown field', policy({ default: 'pass' }), ['default']],
    ['an unknown field of a rule', ruleWith({ otherwise: 'fail' }), ['rules[1].otherwise']],
    ['a decision that does not exist', ruleWith({ outcome: 'reject' }), ['rules[1].outcome']],
    ['a reason with spaces', ruleWith({ reason: 'too bad' }), ['rules[1].reason']],
    ['a reason of its own without a message', ruleWith({ reason: 'own' }), ['rules[1].message']],
    ['an empty message', ruleWith({ message: '' }), ['rules[1].message']],
    ['a message with a line break', ruleWith({ message: 'a\nb' }), ['rules[1].message']],
    ['an empty condition', ruleWith({ when: {} }), ['rules[1].when']],
    ['two conditions', ruleWith({ when: { severities: [3], warnings: ['minor'] } }), ['rules[1].when']],
    [
      'checks without outcomes',
      ruleWith({ when: { checks: ['risk.fraud'], severities: [3] } }),
      ['rules[1].when.checks'],
    ],
    [
      'checks alone',
      ruleWith({ when: { checks: ['risk.fraud'] } }),
      ['rules[1].when', 'rules[1].when.checks'],
    ],
    ['an unknown outcome', ruleWith({ when: { outcomes: ['failed'] } }), ['rules[1].when.outcomes[0]']],
    [
      'an unknown sub-check',
      ruleWith({ when: { outcomes: ['matched'], checks: ['identity.five-factor'] } }),
      ['rules[1].when.checks[0]'],
    ],
    [
      'a sub-check that cannot have the outcome',
      ruleWith({ when: { outcomes: ['unmatched'], checks: ['identity.two-factor', 'risk.fraud'] } }),
      ['rules[1].when.checks[1]'],
    ],
    ['an unknown warning', ruleWith({ when: { warnings: ['minors'] } }), ['rules[1].when.warnings[0]']],
    ['an unknown category', ruleWith({ when: { categories: ['thief'] } }), ['rules[1].when.categories[0]']],
    ['a severity of 4', ruleWith({ when: { severities: [4] } }), ['rules[1].when.severities[0]']],
    [
      'a severity that is a string',
      ruleWith({ when: { severities: ['3'] } }),
      ['rules[1].when.severities[0]'],
    ],
    [
      'an outcome twice',
      ruleWith({ when: { outcomes: ['errored', 'errored'] } }),
      ['rules[1].when.outcomes'],
    ],
    ['an empty list', ruleWith({ when: { outcomes: [] } }), ['rules[1].when.outcomes']],
    ['an unknown kind', ruleWith({ when: { noneRan: 'check' } }), ['rules[1].when.noneRan']],
  ])('policy file with %s is refused by field', (_what, value, fields) => {
    expect(problemsOf(value)).toEqual(fields);
  });

  it('policy file is refused with every problem at once', () => {
    const twice = { when: { warnings: ['x'] }, outcome: 'no', reason: 'Y' };
    expect(problemsOf(policy({ version: 0, rules: [twice, twice] }))).toEqual([
      'version',
      ...[0, 1].flatMap((at) => [
        `rules[${at}].when.warnings[0]`,
        `rules[${at}].outcome`,
        `rules[${at}].reason`,
      ]),
    ]);
  });
});

it('published schema of a policy file accepts and refuses what the command does', async () => {
  const schema = JSON.parse(await readFile(projectFile('docs/policy.schema.json'), 'utf8'));
  const ajv = new Ajv2020({ strict: true, strictRequired: false });
  const validate = ajv.compile(schema);
  expect(validate(policy())).toBe(true);
  expect(validate({ ...standardPolicy, name: 'own' })).toBe(true);
  for (const wrong of [
    {},
    policy({ rules: [] }),
    ruleWith({ when: { outcomes: ['failed'] } }),
    ruleWith({ when: { severities: [3], warnings: ['minor'] } }),
    ruleWith({ when: { checks: ['risk.fraud'] } }),
    ruleWith({ otherwise: 'fail' }),
  ])
    expect([wrong, validate(wrong)]).toEqual([wrong, false]);
});

describe('policy test', () => {
  const own = { ...standardPolicy, name: 'own' };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'policy-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function tested(report: unknown, tried: object = own): Promise<string[]> {
    const [policyFile, reportFile] = ['policy.json', 'report.json'].map((name) => path.join(folder, name));
    await writeFile(policyFile as string, JSON.stringify(tried));
    await writeFile(reportFile as string, JSON.stringify(report));
    const lines: string[] = [];
    const context = { print: (line: string) => void lines.push(line), dataDirectory: '/nowhere' };
    await clients(['policy', 'test', policyFile as string, reportFile as string], context);
    return lines;
  }

  it('policy test shows each rule, whether it applies and to what, and the decision, without a stage', async () => {
    const report = reportOn(
      { mobile: '13800138000', idNumber: '110101199001011237' },
      { 'risk.fraud': { outcome: 'flagged', severity: 3 }, 'mobile.attribution': { outcome: 'notFound' } },
    );
    const lines = await tested(report);
    expect(lines.filter((line) => line.includes('applies'))).toEqual([
      expect.stringMatching(/^rules\[2\] +applies +fail +fraud-severity-high +risk\.fraud$/),
      expect.stringMatching(/^rules\[3\] +applies +review +flagged +risk\.fraud$/),
      expect.stringMatching(/^rules\[4\] +applies +review +no-record +mobile\.attribution$/),
    ]);
    expect(lines.filter((line) => line.startsWith('rules['))).toHaveLength(standardPolicy.rules.length);
    expect(lines.slice(-3)).toEqual([
      'own@1 recommends fail',
      expect.stringMatching(/^ {2}risk\.fraud: .* \[fraud-severity-high\]$/),
      expect.stringMatching(/^ {2}mobile\.attribution: .* \[no-record\]$/),
    ]);
  });

  it('policy of the guide is valid, and its test prints what the guide says', async () => {
    const [policy, printed] = ['json', ''].map(
      (language) => blocksOf('docs/guides/policies.md', language)[0]?.text ?? '',
    ) as [string, string];
    const report = reportOn(
      { name: '张三', idNumber: '110101199001011237' },
      { 'identity.two-factor': { outcome: 'notFound' }, 'risk.fraud': { outcome: 'flagged', severity: 3 } },
    );
    expect((await tested(report, JSON.parse(policy))).join('\n').trimEnd()).toBe(printed.trimEnd());
  });

  it.each([[{}], [[]], [{ summary: { ran: [] }, reportMetadata: { warnings: [] } }], ['text']])(
    'policy test refuses a file that is no report: %j',
    async (report) => {
      await expect(tested(report)).rejects.toThrow('is not a report');
    },
  );
});
