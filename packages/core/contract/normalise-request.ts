import { replaceRadicals } from '../han/characters.ts';

/**
 * Characters typed for the middle dot of minority names; a notice of 2016 fixes U+00B7 (GB 18030 A1A4). Spaces around them
 * are dropped.
 */
const middleDots = /\s*[\u00b7\u0387\u16eb\u2022\u2027\u2219\u22c5\u25cf\u2e31\u30fb\u318d\uff65]\s*/g;
/** A full stop of either width counts as the separator only between two ideographs. */
const fullStops = /(?<=\p{Unified_Ideograph})\s*[.\uff0e]\s*(?=\p{Unified_Ideograph})/gu;

/**
 * Returns a name in NFC, trimmed, with U+00B7 as the separator and ideographs for radicals. NFC alone replaces a
 * compatibility ideograph (U+F900 to U+FAFF) by its canonical one. NFKC would change more than that.
 */
export function normaliseName(name: string): string {
  return replaceRadicals(name.normalize('NFC')).replace(middleDots, '·').replace(fullStops, '·').trim();
}

/** Returns a city or an address trimmed, in NFC, and with ideographs for radicals. */
function normaliseText(text: unknown): unknown {
  return typeof text === 'string' ? replaceRadicals(text.normalize('NFC')).trim() : text;
}

function normaliseAddress(address: unknown): unknown {
  if (typeof address !== 'object' || address === null || Array.isArray(address)) return address;
  const { city, address: rest } = address as { city?: unknown; address?: unknown };
  return {
    ...address,
    ...(city !== undefined && { city: normaliseText(city) }),
    ...(rest !== undefined && { address: normaliseText(rest) }),
  };
}

/** Returns a body with its texts as they are compared and sent. Its parts must be bounded: NFC can take quadratic time. */
export function normaliseRequest(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { name, addressesToVerify } = body as { name?: unknown; addressesToVerify?: unknown };
  return {
    ...body,
    ...(typeof name === 'string' && { name: normaliseName(name) }),
    ...(Array.isArray(addressesToVerify) && { addressesToVerify: addressesToVerify.map(normaliseAddress) }),
  };
}
