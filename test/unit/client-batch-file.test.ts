import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { FaultyFileError, parsePeople } from '../../packages/client/cli/batch/people.ts';
import { resultsCsv } from '../../packages/client/cli/batch/results-file.ts';
import { jpegBase64 } from '../support/images.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kyc-cn-'));
  await writeFile(path.join(folder, 'face.jpg'), Buffer.from(jpegBase64, 'base64'));
  await writeFile(path.join(folder, 'face.txt'), 'not a photo');
});
afterAll(() => rm(folder, { recursive: true }));

const people = (text: string | Uint8Array, encoding?: string) =>
  parsePeople(typeof text === 'string' ? Buffer.from(text) : text, folder, encoding);

async function faultsOf(text: string): Promise<[number, string][]> {
  const error: unknown = await people(text).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(FaultyFileError);
  return (error as FaultyFileError).faults.map(({ line, message }) => [line, message]);
}

describe('a file of people', () => {
  it('CSV file is read with its addresses, photos and references, in order', async () => {
    const text = [
      '\ufeffreference,name, mobile ,facePhoto,address1Type,address1City,address1Address,address3Type,address3City,address3Address',
      'a, 张三 ,13800138000,face.jpg,work,北京,"建国路,88号",,,',
      '',
      'b,李四,,,,,,common,上海,世纪大道1号',
    ].join('\r\n');
    expect(await people(text)).toMatchObject([
      {
        line: 2,
        reference: 'a',
        photoFile: path.join(folder, 'face.jpg'),
        applicant: {
          name: '张三',
          mobile: '13800138000',
          addressesToVerify: [{ type: 'work', city: '北京', address: '建国路,88号' }],
        },
      },
      {
        line: 4,
        reference: 'b',
        applicant: {
          name: '李四',
          addressesToVerify: [{ type: 'common', city: '上海', address: '世纪大道1号' }],
        },
      },
    ]);
  });

  it('CSV file returns the cells that were written to it', async () => {
    const cell = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).map((text) => `x${text}x`);
    const rows = fc.array(fc.record({ reference: cell, name: cell }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const text = stringify(given, { header: true });
        const read = await people(text);
        expect(read.map(({ reference, applicant }) => ({ reference, name: applicant.name }))).toEqual(
          given.map(({ reference, name }) => ({
            reference: reference.toWellFormed(),
            name: name.toWellFormed(),
          })),
        );
      }),
    );
  });

  it('CSV file in another encoding is read when the encoding is named, and refused otherwise', async () => {
    const gb18030 = Uint8Array.from([...Buffer.from('name\n'), 0xd5, 0xc5, 0xc8, 0xfd]);
    expect(await people(gb18030, 'gb18030')).toMatchObject([{ applicant: { name: '张三' } }]);
    await expect(people(gb18030)).rejects.toThrow(/not utf-8.*--encoding gb18030/);
    await expect(people('name\n张三', 'gb18030')).rejects.toThrow('The file is UTF-8, not gb18030');
    await expect(people(gb18030, 'klingon')).rejects.toThrow(/not one that is known/);
  });

  it.each([
    ['', [[1, 'the file is empty']]],
    ['name\n', [[1, 'there are no people']]],
    ['idNo\n1', [[1, '"idNo" is not a column; idNumber was probably meant']]],
    ['fooBarBaz\n1', [[1, '"fooBarBaz" is not a column']]],
    ['adress1Adress\n1', [[1, '"adress1Adress" is not a column; address1Address was probably meant']]],
    ['姓名\n张三', [[1, '"姓名" is not a column; name was probably meant']]],
    ['id\n1', [[1, '"id" is not a column; idNumber was probably meant']]],
    ['name,name\n张三,张三', [[1, 'there are two columns name']]],
    [
      'name,mobile\n张三\n李四,1,2',
      [
        [2, 'has 1 cells, and the header 2'],
        [3, 'has 3 cells, and the header 2'],
      ],
    ],
    ['reference,name\na,', [[2, 'nothing is there to verify']]],
    ['name,callbackUrl\n,https://example.com', [[2, 'nothing is there to verify']]],
    [
      'idNumber\n1.10101E+17',
      [[2, 'idNumber: a spreadsheet has shortened the number; format the column as text']],
    ],
    [
      'name,address2Type,address2City,address2Address\n张三,work,,',
      [[2, 'address2Type, address2City and address2Address belong together']],
    ],
    [
      'name,address1Type,address1City,address1Address\n张三,home,北京,路',
      [[2, 'address1Type must be common, work or residential']],
    ],
    ['name,facePhoto\n张三,none.jpg', [[2, 'facePhoto: the photo cannot be read (ENOENT)']]],
    ['name,facePhoto\n张三,face.txt', [[2, 'facePhoto: the photo must be a JPEG or PNG image']]],
    ['name\n"张三', [[2, 'a quote is not closed']]],
    ['reference,name\n"a\nb",张三\nc,', [[4, 'nothing is there to verify']]],
  ])('CSV file %j reports its faults by line', async (text, faults) => {
    expect(await faultsOf(text)).toEqual(faults);
  });

  it("CSV file's faults quote no cell, whatever the cell contains", async () => {
    const digits = fc.stringMatching(/^[1-9]{16,18}$/);
    await fc.assert(
      fc.asyncProperty(digits, async (number) => {
        const faults = await faultsOf(`name,idNumber,address1City\n${number},1E${number.length},${number}`);
        expect(JSON.stringify(faults)).not.toContain(number);
      }),
    );
  });
});

describe('the results', () => {
  it('results have a row for each person in order, and no cell that is a formula', () => {
    const reference = fc.tuple(
      fc.constantFrom('=', '+', '-', '@', '', '\t', '\r'),
      fc.string({ maxLength: 9 }),
    );
    fc.assert(
      fc.property(fc.array(reference, { maxLength: 20 }), (references) => {
        const rows = references.map(([start, rest], index) => ({
          line: index + 2,
          reference: start + rest,
          applicant: {},
          content: '',
        }));
        const csv = resultsCsv(
          rows,
          rows.map(() => ({ decision: 'pending' as const, message: '=1+1' })),
        );
        const read: Record<string, string>[] = parse(csv, { columns: true });
        expect(read.map(({ line }) => Number(line))).toEqual(rows.map(({ line }) => line));
        for (const [index, row] of read.entries()) {
          for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
          expect([rows[index]?.reference, `'${rows[index]?.reference}`]).toContain(row.reference);
        }
      }),
    );
  });
});
