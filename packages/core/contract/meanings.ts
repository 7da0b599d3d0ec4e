/** What each value of an enumeration means, as one sentence of a description. */
export function meaningsOf(meanings: Readonly<Record<string, string>>): string {
  const each = Object.entries(meanings).map(([value, meaning]) => `\`${value}\`: ${meaning}`);
  return `${each.join('; ')}.`;
}
