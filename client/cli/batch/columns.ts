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

function nearestTo(name: string): string {
  const far = (column: string) => distance(name.toLowerCase(), column.toLowerCase());
  return columns.reduce((nearest, column) => (far(column) < far(nearest) ? column : nearest));
}

/** What is wrong with a header. */
export function headerFaults(header: readonly string[]): string[] {
  const unknown = header
    .filter((name) => !columns.includes(name))
    .map((name) =>
      name === ''
        ? 'a column has no name'
        : `${JSON.stringify(name)} is not a column; ${nearestTo(name)} was probably meant`,
    );
  const twice = new Set(header.filter((name, index) => header.indexOf(name) !== index));
  return [
    ...unknown,
    ...[...twice].filter((name) => name !== '').map((name) => `there are two columns ${name}`),
  ];
}
