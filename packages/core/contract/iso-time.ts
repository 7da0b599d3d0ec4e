const dateTimeForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;
const latestYear = 9999;

/** Returns a date (UTC) or a date-time with its offset in milliseconds, or undefined for anything else (ISO 8601). */
export function timeOf(text: string): number | undefined {
  if (!dateTimeForm.test(text)) return undefined;
  const at = new Date(text);
  const dayExists = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  // JavaScript takes February 30 for March 2.
  if (Number.isNaN(at.getTime()) || Number.isNaN(dayExists.getTime())) return undefined;
  if (dayExists.toISOString().slice(0, 10) !== text.slice(0, 10)) return undefined;
  const year = at.getUTCFullYear();
  return year < 0 || year > latestYear ? undefined : at.getTime();
}
