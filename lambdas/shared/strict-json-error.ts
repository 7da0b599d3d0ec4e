/** Why a text is not JSON that is accepted. Says what to fix, and nothing of what was sent. */
export class StrictJsonError extends Error {
  override name = 'StrictJsonError';
}
