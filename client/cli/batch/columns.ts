import { distance } from 'fastest-levenshtein';
import type { VerificationRequest } from '../../src/index.ts';

/** The request's fields that are a column of the same name. A photo's cell holds a file's path. */
type PlainField = Exclude<keyof VerificationRequest, 'addressesToVerify'>;

const plain: Readonly<Record<PlainField, true>> = {
  name: true,
  idNumber: true,
  idIssueDate: true,
  idExpiryDate: true,
  facePhoto: true,
  mobile: true,
  bankCardNumber: true,
  callbackUrl: true,
};

export const plainFields = Object.keys(plain) as PlainField[];

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
  const [given, known] = [name.toLowerCase(), column.toLowerCase()];
  return Math.min(distance(given, known), distance(given, known.slice(0, given.length)) + 0.5);
}

/** The column that was probably meant; undefined when none is near. */
function nearestTo(name: string): string | undefined {
  const far = (column: string) => farFrom(name, column);
  const nearest = columns.reduce((best, column) => (far(column) < far(best) ? column : best));
  // At the distance of its own length, a name has no letter in common with the column.
  return far(nearest) <= Math.max(2, nearest.length / 3) && far(nearest) < name.length ? nearest : undefined;
}

function unknownFault(name: string): string {
  if (name === '') return 'a column has no name';
  const nearest = nearestTo(name);
  return `${JSON.stringify(name)} is not a column${nearest ? `; ${nearest} was probably meant` : ''}`;
}

/** What is wrong with a header. */
export function headerFaults(header: readonly string[]): string[] {
  const unknown = header.filter((name) => !columns.includes(name)).map(unknownFault);
  const twice = new Set(header.filter((name, index) => header.indexOf(name) !== index));
  return [
    ...unknown,
    ...[...twice].filter((name) => name !== '').map((name) => `there are two columns ${name}`),
  ];
}
