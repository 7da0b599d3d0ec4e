import { describe, expect, it } from '@jest/globals';
import { type Finding, unexplained } from '../oracles/cfn-lint/exceptions.ts';
import { clientDescriptions } from '../oracles/clients/clients.ts';
import { documentedOutput, guideSection, versionProblems } from '../oracles/clients/guide.ts';
import { isAtLeast } from '../oracles/tools.ts';

describe('docs/guides/generated-clients.md', () => {
  it.each(clientDescriptions.map(({ heading }) => heading))(
    'generated-clients guide for %s has an installation, commands, and a program that they run',
    (heading) => {
      const { installation, commands, file, program } = guideSection(heading);
      expect(installation).not.toBe('');
      expect(commands).toContain('openapi.json');
      expect(program).toContain(file);
    },
  );

  it('generated-clients guide shows what the programs print: an early poll, a report, a refusal', () => {
    const kinds = documentedOutput().map((line) => line.split(':')[0]);
    expect([...new Set(kinds)]).toEqual(['processing', 'completed', '400']);
  });

  it('generated-clients guide names the pinned versions', () => {
    const pins = { 'openapi-fetch': '0.17.0', 'github.com/ogen-go/ogen': '1.24.0' };
    const at = (version: string) =>
      `npm install openapi-fetch@${version}\ngo get -tool github.com/ogen-go/ogen/cmd/ogen@v${version}`;
    expect(versionProblems('npm install openapi-fetch@0.17.0', pins)).toEqual([]);
    expect(versionProblems('go get -tool github.com/ogen-go/ogen/cmd/ogen@v1.24.0', pins)).toEqual([]);
    expect(versionProblems(at('0.17.1'), pins)).toHaveLength(2);
    expect(versionProblems('pip install pydantic==2.14.4', pins)).toHaveLength(1);
  });
});

describe('the exceptions for cfn-lint', () => {
  const finding = (rule: string, message: string): Finding => ({
    Rule: { Id: rule },
    Message: message,
    Filename: '/assembly/KycChina-sandbox.template.json',
    Location: { Start: { LineNumber: 7 } },
  });
  const accepted = finding(
    'W3005',
    "'ApiPollServiceRole333611FC' dependency already enforced by a 'GetAtt' at 'Resources/ApiPoll/Properties/Role'",
  );

  it('cfn-lint exceptions accept the dependency of a function on its role', () => {
    expect(unexplained([accepted])).toEqual([]);
  });

  it('cfn-lint exceptions accept nothing else of the same rule', () => {
    const other = finding('W3005', "'Table' dependency already enforced by a 'Ref' at 'Resources/Function'");
    expect(unexplained([accepted, other])).toEqual([
      `KycChina-sandbox.template.json:7 W3005 ${other.Message}`,
    ]);
  });

  it('cfn-lint exceptions are all needed', () => {
    expect(unexplained([])).toEqual([expect.stringContaining('W3005 accepts nothing any more')]);
  });
});

it.each([
  ['go version go1.26.8 linux/amd64', 1, 26, true],
  ['go version go1.19.8 linux/amd64', 1, 26, false],
  ['javac 17.0.15', 17, 0, true],
  ['javac 11.0.2', 17, 0, false],
  ['3.11', 3, 11, true],
  ['3.9', 3, 11, false],
  ['', 1, 0, false],
])('version check reads "%s" against %i.%i', (answer, major, minor, expected) => {
  expect(isAtLeast(answer, major, minor)).toBe(expected);
});
