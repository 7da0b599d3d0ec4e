import type { StoredReport } from '@kyc-china/core/contract/stored-report-schema';
import { countsOf, failedReport } from '@kyc-china/core/read-report';
import { exampleReportId, exampleRequestedAt, type reportExamples } from './report-examples.ts';

type ReportExamples = Awaited<ReturnType<typeof reportExamples>>;

const clientReference = 'case-4711';
const requestedAt = exampleRequestedAt.toISOString();

/** Returns examples of a report by its id, and of a list, made of the examples of reports. */
export function storedReportExamples({ mixed }: ReportExamples) {
  const report = mixed.value;
  const { reportId, completedAt } = report.reportMetadata;
  const completed: StoredReport = {
    reportId,
    status: 'completed',
    requestedAt: report.reportMetadata.requestedAt,
    completedAt,
    decision: report.decision,
    counts: countsOf(report),
  };
  const base = { reportId: exampleReportId, requestedAt, clientReference };
  const failed: StoredReport = { ...base, status: 'failed', ...failedReport };
  return {
    storedReport: {
      completed: { summary: 'Complete', value: { ...completed, report } },
      processing: {
        summary: 'Not yet done',
        value: { ...base, status: 'processing', progress: { completed: 4, total: 10 } },
      },
      failed: { summary: 'There will be no report', value: failed },
    },
    reportPage: {
      page: {
        summary: 'A page that another one follows',
        value: {
          reports: [completed],
          nextCursor: 'WzE3NjQ0MDMyMDAwMDAsIjNmMGMxYTUyLTdkMWUtNGI4YS05YTU1LTBkMmY2YzdiOWU0MSIsIngiXQ',
        },
      },
      none: { summary: 'Nothing matches', value: { reports: [] } },
    },
  };
}
