import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FaultyFileError, readPeople, repeatedRows } from '../../packages/client/cli/batch/people.ts';
import { resultsCsv } from '../../packages/client/cli/batch/results-file.ts';
import { jpegBase64 } from '../support/images.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kyc-cn-'));
  await writeFile(path.join(folder, 'face.jpg'), Buffer.from(jpegBase64, 'base64'));
  await writeFile(path.join(folder, 'cut.jpg'), Buffer.from(jpegBase64, 'base64').subarray(0, 60));
});
afterAll(() => rm(folder, { recursive: true }));

async function peopleOf(content: string | Uint8Array, encoding?: string) {
  const file = path.join(folder, 'people.csv');
  await writeFile(file, content);
  return readPeople(file, encoding);
}

async function faultsOf(content: string | Uint8Array): Promise<string[]> {
  const error: unknown = await peopleOf(content).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(FaultyFileError);
  return (error as FaultyFileError).faults.map(({ line, message }) => `${line}: ${message}`);
}

const lostDigits = /a spreadsheet has written zeros for the last digits/;
const shortened = /a spreadsheet has shortened the number/;

describe('a number that a spreadsheet has changed is a fault', () => {
  it.each([
    ['idNumber', '110101199001011000', lostDigits],
    ['bankCardNumber', '6222021234567890000', lostDigits],
    ['bankCardNumber', '622202123456789000', lostDigits],
    ['bankCardNumber', '62220212345678900', lostDigits],
    ['idNumber', '1.10101E+17', shortened],
    ['idNumber', '1,10101E+17', shortened],
    ['bankCardNumber', '6.22202E+18', shortened],
    ['mobile', '1.38E+10', shortened],
  ])('number that a spreadsheet has changed is a fault: %s %s', async (column, cell, message) => {
    const [fault, ...others] = await faultsOf(`name,${column}\n张三,"${cell}"`);
    expect(others).toEqual([]);
    expect(fault).toMatch(message);
    expect(fault).toMatch(new RegExp(`^2: ${column}: `));
  });

  it('number that ends in zeros with a valid check digit is not a fault', async () => {
    const rows = [
      '110101199001010040,',
      '110101199001011237,6222021234567890003',
      '11010119900101000X,622202123456789020',
    ];
    expect(await peopleOf(`idNumber,bankCardNumber\n${rows.join('\n')}`)).toHaveLength(3);
  });
});

describe('a column clientReference', () => {
  it('clientReference of a row is sent, and reference is not', async () => {
    const [person] = await peopleOf('reference,clientReference,mobile\n7,case-1,13800138000');
    expect(person?.reference).toBe('7');
    expect(person?.applicant).toEqual({ clientReference: 'case-1', mobile: '13800138000' });
  });

  it('row with a clientReference and no detail of a person is a fault', async () => {
    expect(await faultsOf('reference,clientReference,mobile\n7,case-1,')).toEqual([
      expect.stringContaining('nothing is there to verify'),
    ]);
  });
});

describe('a row that the API would refuse is a fault before anybody is sent', () => {
  it.each([
    ['name,idNumber,idIssueDate', '张三,110101199001011237,2018/5/1', /^3: idIssueDate must be a day/],
    ['name,idNumber,idIssueDate', '张三,110101199001011237,43221', /^3: idIssueDate must be a day/],
    ['name,mobile', '张三,13800138000.0', /^3: mobile must be/],
    ['name,idNumber', '张三,"=""110101199001011237"""', /^3: idNumber must be/],
    ['name,idNumber', "张三,'110101199001011237", /^3: idNumber must be/],
    ['name,mobile', '张三,\u202d13800138000\u202c', /^3: mobile/],
    ['name,idNumber', 'Zhang San,110101199001011237', /^3: name must be the Chinese legal name/],
    ['idNumber,callbackUrl', '110101199001011237,http://example.com', /^3: callbackUrl must/],
    ['name,idNumber,facePhoto', '张三,110101199001011237,cut.jpg', /^3: facePhoto: the photo is cut off/],
    [
      'mobile,clientReference',
      '13800138000,tel 138-0013-8000',
      /^3: clientReference must not contain the mobile/,
    ],
    ['name,facePhoto', '张三,face.jpg', /^3: With only .*sent, no sub-check can run/],
    [
      'mobile,address2Type,address2City,address2Address',
      `13800138000,work,${'京'.repeat(51)},1号`,
      /^3: address2City must be the name of a city/,
    ],
  ])(
    'row that the API would refuse is a fault before anything is sent: %s: %s',
    async (header, row, fault) => {
      const good = { name: '李四', idNumber: '110101199001011237', mobile: '13800138000' } as Record<
        string,
        string
      >;
      const first = header
        .split(',')
        .map((column) => good[column] ?? '')
        .join(',');
      const faults = await faultsOf(`${header}\n${first}\n${row}`);
      expect(faults.filter((text) => text.startsWith('3: '))).toEqual([expect.stringMatching(fault)]);
    },
  );

  it('rows that the API would refuse are all reported with every fault, by line', async () => {
    expect(await faultsOf('name,mobile,idNumber\nA B,1,\n张三,,1.1E+17\n李四,13800138000,')).toEqual([
      expect.stringMatching(/^2: name must/),
      expect.stringMatching(/^2: mobile must/),
      expect.stringMatching(/^3: idNumber: a spreadsheet/),
    ]);
  });
});

describe('a file of another form', () => {
  it.each([
    [
      'semicolons',
      'name;idNumber\n张三;1',
      '1: the columns are separated by semicolons: save the file with commas',
    ],
    ['tabs', 'name\tidNumber\n张三\t1', '1: the columns are separated by tabs: save the file with commas'],
    ['bars', 'name|idNumber\n张三|1', '1: the columns are separated by bars: save the file with commas'],
    ['sep=', 'sep=;\nname;idNumber', expect.stringMatching(/^1: "sep=;" is not a header: delete the line/)],
  ])('file with another delimiter is refused with a hint: %s', async (_what, text, fault) => {
    expect(await faultsOf(text)).toEqual([fault]);
  });

  it('file with Chinese column names is refused with the names to use', async () => {
    expect(await faultsOf('姓名,身份证号,手机号,银行卡号\n张三,1,1,1')).toEqual([
      '1: "姓名" is not a column; name was probably meant',
      '1: "身份证号" is not a column; idNumber was probably meant',
      '1: "手机号" is not a column; mobile was probably meant',
      '1: "银行卡号" is not a column; bankCardNumber was probably meant',
    ]);
  });

  it.each([
    [
      'little-endian',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('name\t身份证\n张三\t1', 'utf16le')]),
    ],
    ['without a mark', Buffer.from('name,mobile\n张三,1', 'utf16le')],
    ['big-endian', Buffer.from('name,mobile\nA,1', 'utf16le').swap16()],
  ])('file in UTF-16 is recognized: %s', async (_what, bytes) => {
    await expect(peopleOf(bytes)).rejects.toThrow(/looks like UTF-16.*Save it as CSV UTF-8/);
  });

  it('file in UTF-16 is read when that encoding is named', async () => {
    const bytes = Buffer.from('name,mobile\n张三,13800138000', 'utf16le');
    expect(await peopleOf(bytes, 'utf-16le')).toMatchObject([{ applicant: { name: '张三' } }]);
  });

  it.each(['gbk', 'gb2312', 'GB18030'])('file holds rare characters of GB 18030 as %s', async (encoding) => {
    const name = [0xfe, 0x9f, 0xce, 0xc4];
    const bytes = Buffer.from([...Buffer.from('name,mobile\n'), ...name, ...Buffer.from(',13800138000')]);
    expect(await peopleOf(bytes, encoding)).toMatchObject([{ applicant: { name: '䶮文' } }]);
  });
});

describe('columns without a name', () => {
  it('columns without a name are skipped when they have no cell', async () => {
    const read = await peopleOf(
      'mobile,,reference,,\n13800138000,,a,,\n13800138001,,b\n13800138002, ,c,,,,\n',
    );
    expect(read.map(({ reference, applicant }) => [reference, applicant])).toEqual([
      ['a', { mobile: '13800138000' }],
      ['b', { mobile: '13800138001' }],
      ['c', { mobile: '13800138002' }],
    ]);
  });

  it('columns without a name are a fault when one has a cell', async () => {
    expect(await faultsOf('mobile,,\n13800138000,x,')).toEqual(['1: a column has no name, but cells']);
    expect(await faultsOf('mobile\n13800138000,x')).toEqual(['2: has 2 cells, and the header 1']);
  });
});

describe('equal rows', () => {
  it('equal rows are found whatever their references and the rows between them', async () => {
    const text =
      'reference,name,mobile\na,张三,13800138000\nb,李四,13800138000\nc,张三,13800138000\nd, 张三 ,13800138000';
    expect(repeatedRows(await peopleOf(text))).toEqual([
      { line: 4, sameAs: 2 },
      { line: 5, sameAs: 2 },
    ]);
  });
});

describe('results.csv', () => {
  const results = (reference: string) =>
    resultsCsv(
      [{ line: 2, reference, applicant: {}, content: '' }],
      [{ decision: 'pending', message: 'Interrupted.' }],
    );

  it('results.csv starts with a byte order mark when it holds more than ASCII', () => {
    expect(Buffer.from(results('客户一号')).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(results('a').startsWith('reference,')).toBe(true);
  });
});
