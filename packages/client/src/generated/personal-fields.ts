// Written by npm run contract: do not edit by hand.

/** The fields of a request that hold personal data. */
export const personalFields = [
  'name',
  'idNumber',
  'idIssueDate',
  'idExpiryDate',
  'facePhoto',
  'mobile',
  'bankCardNumber',
  'addressesToVerify[].address',
] as const;
