import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ReportStore } from '@kyc-china/core/ports';
import { retentionSeconds, retentionText } from '@kyc-china/core/retention';
import { describedReport } from '@kyc-china/pdf/describe';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { projectFile } from '../lib/project-file.ts';
import { type CommandContext, CommandError, runCommand } from './command-line.ts';
import { connectToStage, localStage, stageOptionLine } from './stage-connection.ts';

const usage = `Says whether a PDF is, byte for byte, the report that this service issued.

  npm run verify-report -- <file.pdf>

  ${stageOptionLine}

Exit codes: 0 genuine, 2 altered, 3 unknown, 4 expired, 5 not a report of this service, 1 anything else.`;

/** The result for a file. Only `genuine` means that its content can be trusted. */
export type Verdict = 'genuine' | 'altered' | 'unknown' | 'expired' | 'not-ours';

const exitCodes: Record<Verdict, number> = { genuine: 0, altered: 2, unknown: 3, expired: 4, 'not-ours': 5 };

const explanations: Record<Verdict, string> = {
  genuine: 'It is, byte for byte, the PDF that was issued for this report.',
  altered:
    'A report with this id was issued, but this is not its PDF: it was changed later, or created by someone else.',
  unknown:
    'No report with this id exists in this stage: it belongs to another stage, was erased, or was never issued.',
  expired: `By its own date it is older than the ${retentionText('report')} for which reports are kept: it cannot be verified.`,
  'not-ours': 'It is not marked as a report of this service.',
};

/**
 * Compares a file with the issued PDF. The file itself names its report. That name only says where to look; it proves
 * nothing.
 */
export async function verdictOnPdf(
  pdf: Uint8Array,
  reports: Pick<ReportStore, 'find'>,
  now: Date,
): Promise<{ verdict: Verdict; reportId?: string }> {
  const described = describedReport(pdf);
  if (!described) return { verdict: 'not-ours' };
  const { reportId, createdAt } = described;
  const record = await reports.find(reportId);
  if (record?.status === 'completed' && record.pdfSha256 !== undefined) {
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    return { verdict: sha256 === record.pdfSha256 ? 'genuine' : 'altered', reportId };
  }
  const kept = now.getTime() - createdAt.getTime() < retentionSeconds('report') * 1000;
  return { verdict: kept ? 'unknown' : 'expired', reportId };
}

/**
 * Runs the command.
 * @throws CommandError that says what is wrong with the call.
 */
export async function verifyReport(
  args: string[],
  { print, dataDirectory }: CommandContext,
): Promise<Verdict> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { stage: { type: 'string', default: localStage } },
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new CommandError(usage);
  const pdf = await readFile(file).catch((error: Error) => {
    throw new CommandError(`the file cannot be read: ${error.message}`);
  });
  const stage = await connectToStage(values.stage, dataDirectory);
  const client = new DynamoDBClient(stage.settingsFor('DYNAMODB'));
  try {
    const reports = new DynamoReportStore(
      DynamoDBDocumentClient.from(client),
      stage.output('ReportsTableName'),
    );
    const { verdict, reportId } = await verdictOnPdf(pdf, reports, new Date());
    print(`${verdict}${reportId === undefined ? '' : `  ${reportId}`}`);
    print(explanations[verdict]);
    return verdict;
  } finally {
    client.destroy();
  }
}

if (import.meta.main)
  await runCommand(
    async (args, context) => {
      process.exitCode = exitCodes[await verifyReport(args, context)];
    },
    usage,
    projectFile('.local'),
  );
