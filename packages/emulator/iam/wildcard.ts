/** Matches IAM's patterns: `*` for any characters, `?` for any one, everything else for itself. */
export function wildcard(pattern: string, ignoreCase = false): (value: string) => boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const expression = escaped.replaceAll(/\*+/g, '.*').replaceAll('?', '.');
  const compiled = new RegExp(`^${expression}$`, ignoreCase ? 'isu' : 'su');
  return (value) => compiled.test(value);
}
