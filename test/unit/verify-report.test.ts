import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ReportRecord } from '@kyc-china/core/ports';
import { retentionDays } from '@kyc-china/core/retention';
import { pdfOf, samples } from '@kyc-china/samples/pdf-samples';
import fc from 'fast-check';
import { verdictOnPdf } from '../../operations/verify-report.ts';

const report = samples.rareName;
const { reportId, completedAt } = report.reportMetadata;
const day = 24 * 60 * 60 * 1000;
const daysLater = (days: number) => new Date(Date.parse(completedAt) + days * day);

let pdf: Uint8Array;
beforeAll(async () => {
  pdf = await pdfOf('rareName');
});

/** A store that holds this one row. */
function holding(row: Partial<Extract<ReportRecord, { status: 'completed' }>> | { status: 'processing' }) {
  const record = { reportId, ...row } as ReportRecord;
  return { find: async (id: string) => (id === reportId ? record : undefined) };
}
const nothing = { find: async () => undefined };
const issued = () =>
  holding({ status: 'completed', report, pdfSha256: createHash('sha256').update(pdf).digest('hex') });

describe('a PDF', () => {
  it('verify-report calls an issued PDF genuine', async () => {
    expect(await verdictOnPdf(pdf, issued(), daysLater(1))).toEqual({ verdict: 'genuine', reportId });
  });

  it('verify-report calls a PDF with one changed bit, truncated or extended, altered', async () => {
    const reports = issued();
    await fc.assert(
      fc.asyncProperty(fc.nat(pdf.length - 1), fc.nat(7), async (at, bit) => {
        const changed = Uint8Array.from(pdf);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect((await verdictOnPdf(changed, reports, daysLater(1))).verdict).not.toBe('genuine');
      }),
    );
    const middle = Uint8Array.from(pdf);
    middle[pdf.length - 2000] = (middle[pdf.length - 2000] ?? 0) ^ 1;
    for (const changed of [middle, pdf.subarray(0, -1), Buffer.concat([pdf, Buffer.from('\n')])])
      expect(await verdictOnPdf(changed, reports, daysLater(1))).toEqual({ verdict: 'altered', reportId });
  });

  it("verify-report calls a PDF with another content altered, even if the service's own code drew it", async () => {
    const other = holding({ status: 'completed', report, pdfSha256: '0'.repeat(64) });
    expect(await verdictOnPdf(pdf, other, daysLater(1))).toEqual({ verdict: 'altered', reportId });
  });

  it('verify-report calls a PDF of a missing report unknown, and expired after the retention period', async () => {
    expect(await verdictOnPdf(pdf, nothing, daysLater(retentionDays.report - 0.1))).toEqual({
      verdict: 'unknown',
      reportId,
    });
    expect(await verdictOnPdf(pdf, nothing, daysLater(retentionDays.report + 0.1))).toEqual({
      verdict: 'expired',
      reportId,
    });
  });

  it.each([
    ['is processing still', { status: 'processing' } as const],
    ['has no hash', { status: 'completed', report } as const],
  ])('verify-report calls a PDF unknown if its report %s', async (_what, row) => {
    expect((await verdictOnPdf(pdf, holding(row), daysLater(1))).verdict).toBe('unknown');
  });

  it.each([
    ['nothing', ''],
    ['another PDF', '%PDF-1.7\n%%EOF'],
    ['a text with a report’s id', `<dc:identifier>urn:uuid:${reportId}</dc:identifier>`],
  ])('verify-report does not recognize %s', async (_what, text) => {
    expect(await verdictOnPdf(Buffer.from(text), issued(), daysLater(1))).toEqual({ verdict: 'not-ours' });
  });
});
