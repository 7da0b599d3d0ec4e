import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { scenarios, testNumberStarts } from '@kyc-china/providers/simulator/scenarios';
import { reportIndexes } from '@kyc-china/storage/report-index';
import { personalFields } from '../../codegen/personal-fields.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { jpegBase64 } from '../support/images.ts';
import { filesUnder, LeakScanner } from '../support/leak-scanner.ts';

let stack: EmbeddedStack;
beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '0' });
});
afterAll(() => stack?.stop());

const faceCanary = Buffer.from('zvmjqkxwbyfg-canary-of-the-face');
const jpeg = Buffer.from(jpegBase64, 'base64');
// A comment segment (ITU-T T.81, B.2.4.5) after the start of the image: bytes after its end would be dropped.
const photo = Buffer.concat([
  jpeg.subarray(0, 2),
  Buffer.from([0xff, 0xfe, 0, faceCanary.length + 2]),
  faceCanary,
  jpeg.subarray(2),
]);
/** One person for each thing that the simulator does. */
const codes = ['888', ...scenarios.map((scenario) => scenario.code)];
const numbersOf = (code: string) => ({
  idNumber: `${testNumberStarts.idNumber}${code}X`,
  mobile: `${testNumberStarts.mobile}${code}`,
  bankCardNumber: `${testNumberStarts.bankCardNumber}0${code}`,
});

/** What all of these persons share. Like their numbers, it is found nowhere else. */
const shared = {
  name: '鑫淼焱垚',
  idIssueDate: '20170823',
  idExpiryDate: '20370823',
  facePhoto: photo.toString('base64'),
  facePhotoBytes: faceCanary.toString(),
  address: '翡翠巷七十九弄乙',
};
const canaries: Readonly<Record<string, string>> = {
  ...shared,
  ...Object.fromEntries(
    codes.flatMap((code) =>
      Object.entries(numbersOf(code)).map(([field, number]) => [`${field} of ${code}`, number]),
    ),
  ),
};

function personWith(code: string) {
  return {
    name: shared.name,
    ...numbersOf(code),
    idIssueDate: shared.idIssueDate,
    idExpiryDate: shared.idExpiryDate,
    facePhoto: shared.facePhoto,
    addressesToVerify: [{ type: 'residential', city: '青岛市', address: `市南区${shared.address}` }],
    callbackUrl: stack.callbackUrl,
    clientReference: `case-${code}`,
  };
}

/** Scans every page of a list. @returns how many reports it has. */
async function scanList(scanner: LeakScanner, query: string): Promise<number> {
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = cursor === undefined ? query : `${query}&cursor=${cursor}`;
    const { status, body, headers } = await stack.get(`/kyc/cn/reports?limit=10${page}`);
    expect(status).toBe(200);
    scanner.scan(`a list${query}`, JSON.stringify([body, [...headers]]));
    // A cursor is base64url of what it holds.
    scanner.scan(`a cursor of the list${query}`, Buffer.from(body.nextCursor ?? '', 'base64url'));
    count += body.reports.length;
    cursor = body.nextCursor;
  } while (cursor !== undefined);
  return count;
}

/** Bodies that are refused, each for another reason, with canaries where they do not belong. */
function refusedBodies(): (object | string)[] {
  const person = personWith('888');
  return [
    { ...person, name: `${shared.name}${person.idNumber}` },
    { ...person, idNumber: shared.name },
    { ...person, mobile: person.bankCardNumber },
    { ...person, bankCardNumber: shared.address },
    { ...person, idIssueDate: person.mobile },
    { ...person, facePhoto: `data:image/jpeg;base64,${shared.facePhoto}` },
    { ...person, addressesToVerify: [shared.address] },
    { ...person, callbackUrl: `https://${person.mobile}@10.0.0.1/${person.idNumber}` },
    { ...person, [shared.name]: person.idNumber },
    { [person.mobile]: shared.name },
    `{"name":"${shared.name}","idNumber":"${person.idNumber}`,
    `${shared.name} ${person.mobile}`,
  ];
}

it('running stack leaves no personal data anywhere, whatever providers do and requests are refused', async () => {
  const scanner = new LeakScanner(canaries);
  for (const field of personalFields) expect(Object.keys(personWith('888'))).toContain(field.split('[')[0]);
  const tokens: string[] = [];
  for (const code of codes) tokens.push(await stack.request(personWith(code)));
  for (const token of tokens) {
    const { answer, waiting } = await stack.pollToEnd(token);
    expect(answer.status).toBe(200);
    for (const { body, headers } of [...waiting, answer])
      scanner.scan('a poll’s answer', JSON.stringify([body, [...headers]]));
    const pdf = await fetch(answer.body.pdfUrl);
    scanner.scan('the PDF, as it lies there', Buffer.from(await pdf.arrayBuffer()));
    const delivery = await stack.receiver.deliveryOf(answer.body.reportMetadata.reportId);
    scanner.scan('a webhook', JSON.stringify(delivery));
    await scanner.scanReport(stack, token);
    const shown = await stack.get(`/kyc/cn/reports/${answer.body.reportMetadata.reportId}`);
    expect(shown.status).toBe(200);
    scanner.scan('a report that is read by id', JSON.stringify([shown.body, [...shown.headers]]));
  }
  expect(await scanList(scanner, '')).toBe(codes.length);
  expect(await scanList(scanner, '&status=completed')).toBe(codes.length);
  expect(await scanList(scanner, '&clientReference=case-888')).toBe(1);
  for (const [index, body] of refusedBodies().entries()) {
    const { status, body: answer, headers } = await stack.post('/kyc/cn/request', body);
    expect(status).toBe(400);
    scanner.scan(`the refusal of body ${index}`, JSON.stringify([answer, [...headers]]));
  }
  await scanner.scanStores(stack);

  expect([...scanner.findings]).toEqual([]);
  // It looked where something could be.
  const items = await stack.indexItems();
  for (const index of Object.values(reportIndexes)) expect(items).toContain(`["${index.name}",[{`);
  const files = (await filesUnder(stack.dataDirectory)).map(({ file }) => file);
  for (const place of ['logs/', 'executions/', 'dynamodb/', 's3/'])
    expect(files.some((file) => file.startsWith(place))).toBe(true);
  expect(scanner.scanned).toBeGreaterThan(500);
});

it.each([
  ['plain', (value: string) => value],
  [
    'escaped',
    (value: string) =>
      JSON.stringify({ value }).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`),
  ],
  ['in base64, amid something', (value: string) => Buffer.from(`x${value}yz`).toString('base64')],
  ['in hex', (value: string) => Buffer.from(value).toString('hex')],
])('leak scanner finds each value in a log, %s', async (_how, written) => {
  const log = path.join(stack.dataDirectory, 'logs', 'canary.log');
  await mkdir(path.dirname(log), { recursive: true });
  for (const [field, value] of Object.entries(canaries)) {
    const scanner = new LeakScanner({ [field]: value });
    scanner.scan('log', `{"message":"${written(value)}"}`);
    expect([...scanner.findings]).toEqual([`log: ${field}`]);
  }
  await appendFile(log, written(shared.name));
  const scanner = new LeakScanner(canaries);
  await scanner.scanStores(stack);
  expect([...scanner.findings]).toContain('logs/canary.log: name');
});
