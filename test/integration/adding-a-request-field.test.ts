import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blocksOf } from '../support/docs/documentation.ts';
import { run } from '../support/docs/local-run.ts';
import { copyProject } from '../support/project-copy.ts';

const guide = 'docs/guides/adding-a-request-field.md';
/** The most files that a person has to edit. */
const mostFiles = 3;

const applicantProperties = 'packages/core/contract/applicant-properties.ts';
const catalogue = 'packages/core/sub-checks/catalogue.ts';
const retention = 'packages/core/retention.ts';

describe('a copy of the project', () => {
  let copy: string;
  const read = (file: string) => readFile(path.join(copy, file), 'utf8');
  /** Edits a file by hand: the only way in which a test of this file changes a source. */
  const edit = async (file: string, change: (text: string) => string) => {
    const before = await read(file);
    const after = change(before);
    expect(after).not.toBe(before);
    await writeFile(path.join(copy, file), after);
  };
  const append = (file: string, entry: string | undefined, end: RegExp) =>
    edit(file, (text) => text.replace(end, (found) => `\n${entry?.trimEnd()}${found}`));
  /** The files outside of node_modules, by a digest of what they hold. */
  const files = async (): Promise<Map<string, string>> => {
    const entries = await readdir(copy, { recursive: true, withFileTypes: true });
    const kept = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(copy, path.join(entry.parentPath, entry.name)))
      .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file));
    return new Map(
      await Promise.all(
        kept.map(async (file) => {
          const bytes = await readFile(path.join(copy, file));
          return [file, createHash('sha256').update(bytes).digest('hex')] as const;
        }),
      ),
    );
  };
  const changedSince = async (before: ReadonlyMap<string, string>) =>
    [...(await files())].filter(([file, digest]) => before.get(file) !== digest).map(([file]) => file);
  /** Runs a module's text in the copy. @returns what it prints, as JSON. */
  const evaluate = async (source: string): Promise<unknown> => {
    await writeFile(path.join(copy, 'try.ts'), source);
    const { code, output } = await run('node try.ts', copy);
    await rm(path.join(copy, 'try.ts'));
    expect([code, output]).toEqual([0, expect.anything()]);
    return JSON.parse(output);
  };
  const generate = async () =>
    expect(await run('npm run -s contract', copy)).toEqual({ code: 0, output: '' });

  beforeAll(async () => {
    copy = await copyProject();
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  describe('with the field and the sub-check of docs/guides/adding-a-request-field.md', () => {
    const edited: string[] = [];
    beforeAll(async () => {
      const before = await files();
      const [field, subCheck] = blocksOf(guide, 'ts');
      await append(applicantProperties, field?.text, /\n\} as const satisfies/);
      await append(catalogue, subCheck?.text, /\n\} as const satisfies Record<`/);
      edited.push(...(await changedSince(before)));
      await generate();
    });

    it('request field touches at most three files by hand, with the second reading of the contract', () => {
      const secondReading = 'test/support/contract-table.ts';
      expect([...edited, secondReading].sort()).toEqual(
        [applicantProperties, catalogue, secondReading].sort(),
      );
      expect(edited.length + 1).toBeLessThanOrEqual(mostFiles);
    });

    it('request field passes the compiler in the product, the client and the console', async () => {
      for (const project of ['console', 'packages/client/src'])
        expect(await run(`npx tsc -p ${project}`, copy)).toEqual({ code: 0, output: '' });
    });

    it('request field is validated, eligible, masked, labelled, suggested and kept out of clientReference', async () => {
      const result = await evaluate(`
        import { presentFields } from '@kyc-china/core/applicant';
        import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
        import { fieldLabels } from '@kyc-china/core/labels';
        import { maskApplicant } from '@kyc-china/core/masking';
        import { eligibleSubChecks } from '@kyc-china/core/sub-checks/eligibility';
        import { emptyDraft } from './console/src/form/draft.ts';
        import { personalValues } from './packages/client/src/transport.ts';
        const body = { name: '张三', idNumber: '110101199001011234', passportNumber: 'E12345678' };
        const problems = (wrong) => { try { parseVerificationRequest(wrong); } catch (error) { return error.problems; } };
        const { applicant } = parseVerificationRequest(body);
        console.log(JSON.stringify({
          refused: problems({ ...body, passportNumber: '1' }),
          suggested: problems({ ...body, passportNo: 'E12345678' }),
          identified: problems({ ...body, clientReference: 'e-12345678' }),
          runs: eligibleSubChecks(presentFields(applicant)).includes('identity.passport'),
          masked: maskApplicant(applicant).passportNumber,
          label: fieldLabels.passportNumber.zh,
          draft: emptyDraft.passportNumber,
          personal: personalValues(body).includes('E12345678'),
        }));`);
      expect(result).toEqual({
        refused: [{ field: 'passportNumber', message: 'must be the 9 characters of a passport number' }],
        suggested: [
          {
            field: 'passportNo',
            message: 'is not a field of this request; passportNumber was probably meant',
          },
        ],
        identified: [
          {
            field: 'clientReference',
            message: 'must not contain the passport number of the same request: it is kept in clear',
          },
        ],
        runs: true,
        masked: 'E1*****78',
        label: '护照号码',
        draft: '',
        personal: true,
      });
    });

    it('request field is in the published contract, its examples and the documents', async () => {
      const { components } = JSON.parse(await read('docs/openapi.json'));
      const { VerificationRequest, SubmittedFields } = components.schemas;
      expect(VerificationRequest.properties.passportNumber).toMatchObject({ examples: ['E12345678'] });
      expect(VerificationRequest.properties.passportNumber).not.toHaveProperty('field');
      expect(SubmittedFields.properties.passportNumber).toMatchObject({ examples: ['E1*****78'] });
      expect(await read('docs/openapi.json')).toContain('"passportNumber": "E12345678"');
      expect(await read('packages/client/src/generated/contract.ts')).toContain('passportNumber?: string;');
      expect(await read('packages/providers/http/generated/description.schema.json')).toContain(
        'passportNumber',
      );
      expect(await read('docs/sub-checks.md')).toContain('name, idNumber, passportNumber');
    });

    it('request field is an option of kyc-cn verify and a column of kyc-cn batch', async () => {
      const usage = await evaluate(`
        import { batchUsage } from './packages/client/cli/batch/command.ts';
        import { parsePeople } from './packages/client/cli/batch/people.ts';
        import { verifyUsage } from './packages/client/cli/verify.ts';
        const [person] = await parsePeople(Buffer.from('name,passportNumber\\n张三,E12345678\\n'), '.');
        console.log(JSON.stringify([verifyUsage, batchUsage, person.applicant]));`);
      expect(usage).toEqual([
        expect.stringContaining('--passport <passport number>'),
        expect.stringContaining('passportNumber'),
        { name: '张三', passportNumber: 'E12345678' },
      ]);
    });

    it('request field is printed in the PDF and sent by the sample', async () => {
      const shown = await evaluate(`
        import { sampleRequest } from './local/sample.ts';
        import { samples } from '@kyc-china/samples/pdf-samples';
        console.log(JSON.stringify([sampleRequest().passportNumber, samples.allMatched.submitted.passportNumber]));`);
      expect(shown).toEqual(['E12345678', 'E1*****78']);
    });
  });

  it('report retention of 60 days touches one file by hand', async () => {
    const before = await files();
    await edit(retention, (text) => text.replace('report: 30,', 'report: 60,'));
    expect(await changedSince(before)).toEqual([retention]);
    await generate();
    expect(await read('docs/openapi.json')).toContain('deleted after 60 days');
    expect(await read('docs/security.md')).toContain('60 days<!-- retention: report -->');
    expect(
      await evaluate(`
        import { words } from '@kyc-china/core/labels';
        import { retentionSeconds } from '@kyc-china/core/retention';
        console.log(JSON.stringify([retentionSeconds('report') / 86400, words.confidential.zh.includes('60 天')]));`),
    ).toEqual([60, true]);
    for (const file of [
      'docs/openapi.json',
      'docs/security.md',
      'docs/runbook.md',
      'docs/guides/calling-the-api.md',
    ])
      expect([file, (await read(file)).match(/\b30[ -]days?<!-- retention/)]).toEqual([file, null]);
  });
});
