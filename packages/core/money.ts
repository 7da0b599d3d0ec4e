/** The form of an amount: a decimal string with at most six decimals. */
export const amountPattern = '^(0|[1-9][0-9]{0,8})([.][0-9]{1,6})?$';

const amountForm = new RegExp(amountPattern);

/** Reads an amount in whole millionths, because sums of binary fractions are not exact. */
export function millionthsIn(amount: string): number {
  if (!amountForm.test(amount)) throw new RangeError('an amount has at most nine digits and six decimals');
  const [whole = '', fraction = ''] = amount.split('.');
  return Number(whole) * 1_000_000 + Number(fraction.padEnd(6, '0'));
}

/** Writes an amount of whole millionths as a decimal string, with two to six decimals. */
export function amountOf(millionths: number): string {
  const digits = String(millionths).padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0{1,4}$/, '');
  return `${digits.slice(0, -6)}.${fraction}`;
}
