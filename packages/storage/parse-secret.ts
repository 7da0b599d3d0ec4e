/** A secret's JSON. @throws Error that quotes nothing of it: the parser's own message would. */
export function parseSecret(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('the secret is not valid JSON');
  }
}
