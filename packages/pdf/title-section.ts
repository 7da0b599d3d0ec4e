import type { Consent } from '@kyc-china/core/contract/consent-schema';
import { both, fieldLabels, separateConsentLabels, separator, title, words } from '@kyc-china/core/labels';
import type { Report } from '@kyc-china/core/report';
import { reportUrn } from '@kyc-china/core/report-digest';
import { encode } from 'uqr';
import { type Block, columns, moved, paragraph, rule, space, stack } from './blocks.ts';
import type { Fonts } from './fonts.ts';
import { grid, labelled } from './section.ts';
import { colours, contentWidth, styles } from './theme.ts';

/** 26 mm: each of at most 49 modules is then more than half a millimetre, which any phone reads from paper. */
const codeSize = 74;
const labelWidth = 112;

/** Returns a text as a QR code. Level M: up to 15 % of it may be lost, and it is still small. */
function code(text: string): Block {
  const { data } = encode(text, { ecc: 'M', border: 0 });
  const part = { tag: 'Figure', alternative: both(words.qrCode) } as const;
  return { height: codeSize, marks: [{ kind: 'code', x: 0, y: 0, modules: data, size: codeSize, part }] };
}

/** What the person agreed to and when, where the proof is, and which consents were given separately. */
function consentText({ obtainedAt, purpose, reference, separate = [] }: Consent): string {
  const parts = [purpose, obtainedAt, reference, ...separate.map((one) => both(separateConsentLabels[one]))];
  return parts.filter((part) => part !== undefined).join(separator);
}

/** Title, and what identifies the report. */
export function titleBlock(
  { reportMetadata }: Report,
  { sha256, verificationUrl }: { readonly sha256: string; readonly verificationUrl?: string | undefined },
  fonts: Fonts,
): Block {
  const { reportId, requestedAt, completedAt, upstreamCalls, clientReference, consent } = reportMetadata;
  const beside = contentWidth - codeSize - 16;
  const half = contentWidth / 2;
  const cell = (label: string, value: string) =>
    labelled(label, value, { width: half - 12, labelWidth }, fonts);
  // One title in two languages.
  const top = { tag: 'H1' } as const;
  const heading = stack(
    paragraph(title.en, styles.title, beside, fonts, 'Span', top),
    paragraph(title.zh, { ...styles.title, size: 13.5 }, beside, fonts, 'Span', top),
    space(4),
    labelled(
      both(words.reportId),
      reportId,
      { width: beside, labelWidth, style: { ...styles.body, weight: 'bold' } },
      fonts,
    ),
    space(1),
    labelled(both(words.sha256), sha256, { width: beside, labelWidth, style: styles.hash }, fonts),
  );
  return stack(
    columns(heading, moved(code(verificationUrl ?? reportUrn(reportId, sha256)), contentWidth - codeSize, 2)),
    space(6),
    rule(contentWidth, colours.navy, 1.6),
    space(7),
    grid(
      [
        cell(both(words.requestedAt), requestedAt),
        cell(both(words.completedAt), completedAt),
        cell(both(words.upstreamCalls), String(upstreamCalls)),
        cell(both(words.duration), `${(reportMetadata.durationMs / 1000).toFixed(2)} s`),
      ],
      2,
      half,
      2,
    ),
    ...(clientReference === undefined
      ? []
      : [
          space(2),
          labelled(
            both(fieldLabels.clientReference),
            clientReference,
            { width: contentWidth, labelWidth },
            fonts,
          ),
        ]),
    ...(consent === undefined
      ? []
      : [
          space(2),
          labelled(both(words.consent), consentText(consent), { width: contentWidth, labelWidth }, fonts),
        ]),
  );
}
