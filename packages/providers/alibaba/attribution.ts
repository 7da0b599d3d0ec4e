import type { Finding } from '@kyc-china/core/sub-checks/findings';
import { carrierFrom } from './carrier.ts';

/**
 * Reads carrier, province and city from the `Data` of an answer.
 * @returns undefined unless all three are there: the documentation describes no other answer.
 */
export function attributionFrom(data: Readonly<Record<string, unknown>>): Finding | undefined {
  const carrier = carrierFrom(data);
  const [province, city] = [data.Province, data.City].map((value) =>
    typeof value === 'string' ? value.trim() : '',
  );
  // U+FFFD replaces bytes that are not in the encoding that the answer names: the name is lost.
  if (!carrier || !province || !city || `${carrier}${province}${city}`.includes('\ufffd')) return undefined;
  return { outcome: 'data', carrier, province, city };
}
