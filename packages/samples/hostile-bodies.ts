/** Lambda's payload limit is 6 MB; what is left of it beside the event's other parts. */
const room = 5_900_000;

const repeated = (text: string, length = room) => text.repeat(Math.floor(length / Buffer.byteLength(text)));
const fields = (count: number, name: (index: number) => string) =>
  `{${Array.from({ length: count }, (_, index) => `${JSON.stringify(name(index))}:1`).join(',')}}`;
const addresses = (item: string) => `{"addressesToVerify":[${repeated(`${item},`)}1]}`;
const oneAddress = (text: string) =>
  `{"mobile":"13800138000","addressesToVerify":[{"type":"work","city":"京","address":"${text}"}]}`;
const photoOf = (bytes: Buffer) => `{"facePhoto":"${bytes.toString('base64')}"}`;
const largestPhoto = 4 * 1024 * 1024;

/** A segment of a JPEG. */
const segment = (marker: number, ...data: number[]) => [0xff, marker, 0, data.length + 2, ...data];
const tableOf = (table: number) => [table, 1, ...Array<number>(15).fill(0), 0];

/** A JPEG of 16,384 by 16,384 pixels with the shortest codes that there are: 24 million, and 5 % of the picture is missing. */
function longJpeg(): Buffer {
  const head = [
    ...[0xff, 0xd8, ...segment(0xdb, 0, ...Array<number>(64).fill(1))],
    ...segment(0xc0, 8, 0x40, 0, 0x40, 0, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0),
    ...segment(0xc4, ...tableOf(0x00), ...tableOf(0x10)),
    ...segment(0xda, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0),
  ];
  return Buffer.concat([Buffer.from(head), Buffer.alloc(3_000_000), Buffer.from([0xff, 0xd9])]);
}

/** The bodies that are known to cost most, as large as Lambda takes them, and the field that initiate must name. */
export const hostileBodies: Readonly<Record<string, { body: () => string; field: string }>> = {
  'combining marks in a name': { body: () => `{"name":"张${repeated('\u0307\u0323')}"}`, field: 'name' },
  'dots and spaces in a name': { body: () => `{"name":"张${repeated(' · ')}"}`, field: 'name' },
  'ideographs in a name': { body: () => `{"name":"${repeated('张')}A"}`, field: 'name' },
  'combining marks in an address': {
    body: () => oneAddress(repeated('\u0307\u0323')),
    field: 'addressesToVerify[0].address',
  },
  'empty objects for addresses': { body: () => addresses('{}'), field: 'addressesToVerify' },
  'empty lists for addresses': { body: () => addresses('[]'), field: 'addressesToVerify' },
  'numbers for addresses': { body: () => addresses('1'), field: 'addressesToVerify' },
  'addresses with a wrong type': { body: () => addresses('{"type":1}'), field: 'addressesToVerify' },
  '20,000 addresses': {
    body: () => `{"addressesToVerify":[${'{"type":1,"x":1},'.repeat(19_999)}{}]}`,
    field: 'addressesToVerify',
  },
  '450,000 unknown fields': { body: () => fields(450_000, (index) => `k${index}`), field: '(body)' },
  '99,000 unknown fields': { body: () => fields(99_000, (index) => `k${index}`), field: 'k0' },
  'a field of 5.9 MB': { body: () => `{"${repeated('a')}":1}`, field: '(unknown)' },
  'an escaped field of 5.9 MB': { body: () => `{"${repeated('\\u0061')}":1}`, field: '(unknown)' },
  'digits in a mobile': { body: () => `{"mobile":"${repeated('1')}"}`, field: 'mobile' },
  'a long callback': { body: () => `{"callbackUrl":"https://${repeated('a')}"}`, field: 'callbackUrl' },
  'a long token': { body: () => `{"token":"${repeated('a.')}"}`, field: 'token' },
  'a photo that is no base64': {
    body: () => `{"facePhoto":"${repeated('AAA!', 5_500_000)}"}`,
    field: 'facePhoto',
  },
  'a JPEG of fill bytes': {
    body: () => photoOf(Buffer.alloc(largestPhoto, 0xff).fill(0xd8, 1, 2)),
    field: 'facePhoto',
  },
  'a JPEG of the shortest codes': { body: () => photoOf(longJpeg()), field: 'facePhoto' },
  'escaped quotes in a list': { body: () => `{"x":[${repeated('"\\"",', 300_000)}1]}`, field: 'x' },
  'a photo of 5.9 MB': { body: () => `{"facePhoto":"${repeated('AAAA')}"}`, field: 'facePhoto' },
};

/** Bodies that are refused whole, without a field. */
export const unreadableBodies: Readonly<Record<string, () => string>> = {
  'nesting of lists': () => repeated('[', room / 2) + repeated(']', room / 2),
  'nesting of objects': () => repeated('{"a":'),
  'a string without an end': () => `{"a":"${repeated('\\"')}`,
};
