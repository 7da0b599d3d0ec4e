/** The six people of every batch. `verify` and the typed client take the first of them. */
export const people = [...'一二三四五六'].map((digit, index) => ({
  name: `张${digit}`,
  idNumber: `110101199001${String(index + 1).padStart(2, '0')}1234`,
}));

/** From this person on, a fault in the middle of a batch strikes. */
export const firstStruck = 2;

/** @returns the place of a person in the batch, or -1 for a body without one. */
export function personOf(body: unknown): number {
  const idNumber = (body as { idNumber?: unknown } | undefined)?.idNumber;
  return people.findIndex((person) => person.idNumber === idNumber);
}
