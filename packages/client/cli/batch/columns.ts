import { requestFields } from '@kyc-china/core/contract/request-fields';
import { distance } from 'fastest-levenshtein';

/** The request's fields that are a column of the same name. A photo's cell holds a file's path. */
export const plainFields: readonly string[] = [...requestFields]
  .filter(([, { columnNames }]) => columnNames !== undefined)
  .map(([name]) => name);

/** How many addresses a request may have. */
const mostAddresses = 5;
const addressParts = ['Type', 'City', 'Address'] as const;

/** The columns of each address: type, city, address. */
export const addressColumns = Array.from({ length: mostAddresses }, (_, index) =>
  addressParts.map((part) => `address${index + 1}${part}`),
);

/** The sender's own name of a row, which the results carry and the API never sees. */
export const referenceColumn = 'reference';

const columns = [referenceColumn, ...plainFields, ...addressColumns.flat()];

/** How far a name is from a column, or from its beginning: people shorten names. */
function farFrom(name: string, column: string): number {
  const [typed, known] = [name.toLowerCase(), column.toLowerCase()];
  return Math.min(distance(typed, known), distance(typed, known.slice(0, typed.length)) + 0.5);
}

/** The column that was probably meant; undefined when none is near. */
function nearestTo(name: string): string | undefined {
  const far = (column: string) => farFrom(name, column);
  const nearest = columns.reduce((best, column) => (far(column) < far(best) ? column : best));
  // At the distance of its own length, a name has no letter in common with the column.
  return far(nearest) <= Math.max(2, nearest.length / 3) && far(nearest) < name.length ? nearest : undefined;
}

/** What Chinese spreadsheets call a column. */
const chineseNames: ReadonlyMap<string, string> = new Map([
  ...[...requestFields].flatMap(([name, { columnNames = [] }]) =>
    columnNames.map((chinese) => [chinese, name] as const),
  ),
  ['城市', 'address1City'],
  ['地址', 'address1Address'],
  ['编号', referenceColumn],
  ['序号', referenceColumn],
  ['备注', referenceColumn],
]);

const meantBy = (name: string): string | undefined => chineseNames.get(name) ?? nearestTo(name);

function unknownFault(name: string): string {
  if (name === '') return 'a column has no name, but cells';
  const nearest = meantBy(name);
  return `${JSON.stringify(name)} is not a column${nearest ? `; ${nearest} was probably meant` : ''}`;
}

const otherDelimiters: readonly (readonly [string, string])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
];

/** A header that is one cell, because something else than a comma separates its columns. */
function delimiterFault([only = '', ...others]: readonly string[]): string | undefined {
  if (others.length > 0) return undefined;
  if (/^sep=.?$/i.test(only))
    return `${JSON.stringify(only)} is not a header: delete the line, and separate columns by commas`;
  const [, name] = otherDelimiters.find(([delimiter]) => only.includes(delimiter)) ?? [];
  return name && `the columns are separated by ${name}: save the file with commas`;
}

/** What is wrong with a header. */
export function headerFaults(header: readonly string[]): string[] {
  const delimiter = delimiterFault(header);
  if (delimiter !== undefined) return [delimiter];
  const unknown = header.filter((name) => !columns.includes(name)).map(unknownFault);
  const twice = new Set(header.filter((name, index) => header.indexOf(name) !== index));
  return [
    ...unknown,
    ...[...twice].filter((name) => name !== '').map((name) => `there are two columns ${name}`),
  ];
}
