import { jpegBase64 } from './images.ts';

/** For the digits 0 to 9. */
const digits = [...'零一二三四五六七八九'];

/** A Chinese name that no other number gives. */
function nameOf(number: number): string {
  return `张${[...String(number)].map((digit) => digits[Number(digit)]).join('')}`;
}

/** Returns a fictitious person whose name is unique in a vendor's records. It has all fields that Tencent compares. */
export function numberedPerson(number: number) {
  return {
    name: nameOf(number),
    idNumber: '110101199001011234',
    idIssueDate: '20180501',
    idExpiryDate: '20380501',
    facePhoto: jpegBase64,
    mobile: '13800138000',
    bankCardNumber: '6222021234567890123',
  };
}
