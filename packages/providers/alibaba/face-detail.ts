import { isObject } from '@kyc-china/core/json';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads how alike the faces are from `ResultObject` of Id3MetaVerify: `FaceDetail` is a JSON text with `verifyScore`.
 * @returns undefined if the answer holds no score.
 */
export function verifyScoreFrom({ FaceDetail: detail }: Readonly<Record<string, unknown>>): unknown {
  const document = typeof detail === 'string' ? parsed(detail) : detail;
  return isObject(document) ? document.verifyScore : undefined;
}
