/** How alike a source finds two faces, of 100. */
export interface FaceScore {
  readonly score?: number;
  /** The score from which on the source reports a match, of 100; absent if its documentation names none. */
  readonly threshold?: number;
}

function isOf100(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 100;
}

/**
 * Returns the score of a face comparison. A value that is not a number from 0 to 100 is left out: it is no reason to drop
 * what the source decided. Without a score, the threshold is left out too.
 */
export function faceScore(score: unknown, threshold?: number): FaceScore {
  if (!isOf100(score)) return {};
  return { score, ...(isOf100(threshold) && { threshold }) };
}
