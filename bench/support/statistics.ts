/** The value that this share of the values does not exceed. @param share from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Milliseconds, with two decimals where they tell something. */
export function ms(value: number): string {
  return `${value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString('en')} ms`;
}

export function ratio(value: number, to: number): string {
  return (value / to).toFixed(2);
}

export function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000).toLocaleString('en')} KB`;
}
