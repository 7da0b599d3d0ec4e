import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { testPersons } from '../../lambdas/upstream/simulator/test-persons.ts';
import { projectFile } from '../../lib/project-file.ts';
import { catalogueTable } from '../support/catalogue-table.ts';

const readme = readFileSync(projectFile('README.md'), 'utf8');

describe('the README', () => {
  it('shows the catalogue as it is', () => {
    expect(readme).toContain(catalogueTable());
  });

  it('shows test persons as they are', () => {
    const section = readme.split('## Test persons')[1]?.split('\n## ')[0] ?? '';
    const shown = [...section.matchAll(/^\| (\d{3}) \|.*\| (\w+) \| (\d+) \| (\d+) \|$/gm)];
    expect(shown.length).toBeGreaterThanOrEqual(8);
    for (const [, code, idNumber, mobile, bankCardNumber] of shown) {
      const person = testPersons.find((candidate) => candidate.code === code);
      expect(person).toMatchObject({ idNumber, mobile, bankCardNumber });
    }
  });
});
