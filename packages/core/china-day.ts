/** Asia/Shanghai has been at UTC+8 without summer time since 1991. */
const chinaOffsetMs = 8 * 60 * 60 * 1000;

/** Returns the calendar day in China at a moment, as YYYYMMDD. */
export function chinaDay(moment: Date): string {
  return new Date(moment.getTime() + chinaOffsetMs).toISOString().slice(0, 10).replaceAll('-', '');
}

/** A YYYYMMDD string as a day in UTC; undefined when there is no such day. */
export function parseDay(text: string): Date | undefined {
  const iso = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  const day = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== iso ? undefined : day;
}

/** Counts the whole years from one YYYYMMDD day to another. A year from 29 February ends on 1 March. */
export function wholeYearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(4) < from.slice(4) ? years - 1 : years;
}
