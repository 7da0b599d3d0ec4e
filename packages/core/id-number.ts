import { parseDay } from './china-day.ts';

/** GB 11643-1999, section 4.2.3: weights of ISO 7064 MOD 11-2 and the check character by remainder. */
const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const idCheckCharacters = '10X98765432';

/** Returns the check character of an ID number's first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2). */
export function idCheckCharacter(first17: string): string {
  const sum = idWeights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return idCheckCharacters[sum % 11] as string;
}

/** GB/T 2260: the first two digits. 81-83 also begin the residence permits of Hong Kong, Macao and Taiwan. */
const provinceCodes = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
);

/** Which card carries a number. Each kind has its own rule of validity. */
export type CardKind = 'resident' | 'residence-permit' | 'foreigner';

/**
 * Returns the kind of card: 81, 82 and 83 begin the residence permits of Hong Kong, Macao and Taiwan residents, 9 begins
 * a foreigner's permanent residence card (GA 2102-2023).
 */
export function cardKindOf(idNumber: string): CardKind {
  if (idNumber.startsWith('9')) return 'foreigner';
  return /^8[123]/.test(idNumber) ? 'residence-permit' : 'resident';
}

/** Whether the region is one of GB/T 2260. On a foreigner's card it follows the leading 9. */
export function hasKnownRegion(idNumber: string): boolean {
  const from = cardKindOf(idNumber) === 'foreigner' ? 1 : 0;
  return provinceCodes.has(idNumber.slice(from, from + 2));
}

const earliestBirthYear = 1850;

/**
 * Returns the date of birth, digits 7 to 14, as YYYYMMDD.
 * @param today YYYYMMDD in China.
 * @returns undefined if the day does not exist, lies in the future or is too long ago.
 */
export function birthDayOf(idNumber: string, today: string): string | undefined {
  const birth = idNumber.slice(6, 14);
  const day = parseDay(birth);
  return day && birth <= today && day.getUTCFullYear() >= earliestBirthYear ? birth : undefined;
}
