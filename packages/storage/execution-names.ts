const separator = '-redrive-';

/** Returns the name of the execution of a verification's first or later run. */
export function executionNameOf(reportId: string, serial: number): string {
  return serial === 0 ? reportId : `${reportId}${separator}${serial}`;
}

const nameForm = new RegExp(`^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:${separator}(\\d+))?$`);

/** Returns the report and the serial of a verification's run; undefined for an execution that only posts a webhook. */
export function runOfExecution(name: string): { reportId: string; serial: number } | undefined {
  const [, reportId, serial = '0'] = nameForm.exec(name) ?? [];
  return reportId === undefined ? undefined : { reportId, serial: Number(serial) };
}

/** Returns the name of the execution that resends a report's webhook. */
export function resendNameOf(reportId: string, resend: number): string {
  return `${reportId}-resend-${resend}`;
}

/** Returns the name of the execution that deletes what was written of a report while a client erased it. */
export function erasureNameOf(reportId: string): string {
  return `${reportId}-erasure`;
}

/** Returns the name of the execution that announces a report's failure by webhook. */
export function failureNoticeNameOf(reportId: string): string {
  return `${reportId}-failed`;
}
