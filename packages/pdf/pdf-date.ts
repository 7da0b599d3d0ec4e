/** A date as PDF writes it (ISO 32000-1, 7.9.4), in whole seconds of UTC. */
export function pdfDate(date: Date): string {
  return `D:${date.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}Z`;
}
