import { both, title, words } from '@kyc-china/core/labels';
import { reportUrn } from '@kyc-china/core/report-digest';
import { encode } from 'uqr';
import { type Block, columns, decoration, moved, paragraph, rule, space, stack, textIn } from './blocks.ts';
import type { Element } from './element.ts';
import type { Fonts } from './fonts.ts';
import type { PrintedReport } from './printed-report.ts';
import { colours, contentWidth, styles } from './theme.ts';
import { printedWords } from './words.ts';

/** 24 mm: each module is then more than half a millimeter, which any phone reads from paper. */
const codeSize = 68;

/** Returns a text as a QR code. Level M: up to 15 % of it may be lost, and it is still small. */
function code(text: string, alternative: string): Block {
  const { data } = encode(text, { ecc: 'M', border: 0 });
  const part: Element = { tag: 'Figure', alternative };
  return { height: codeSize, marks: [{ kind: 'code', x: 0, y: 0, modules: data, size: codeSize, part }] };
}

/** Returns the title, what identifies the report, and how it is verified. */
export function titleBlock({ report, sha256, verificationUrl }: PrintedReport, fonts: Fonts): Block {
  const { reportId } = report.reportMetadata;
  const beside = contentWidth - codeSize - 14;
  // One title in two languages.
  const heading: Element = { tag: 'H1' };
  const english = textIn(heading, title.en, styles.title, beside, fonts);
  const chinese = textIn(heading, title.zh, { ...styles.title, size: 13 }, beside, fonts);
  const small = (text: string) => paragraph(text, styles.small, beside, fonts);
  const { scan, scanIdentity, qrCode, qrCodeToVerify } = printedWords;
  const caption = both(verificationUrl === undefined ? scanIdentity : scan);
  const captionWidth = fonts.regular.widthOfText(caption, styles.small.size);
  return stack(
    columns(
      stack(
        english,
        chinese,
        space(3),
        small(`${both(words.reportId)} ${reportId}`),
        small(`${both(printedWords.sha256)} ${sha256}`),
        small(words.confidential.en),
        small(words.confidential.zh),
      ),
      stack(
        moved(
          code(
            verificationUrl ?? reportUrn(reportId, sha256),
            both(verificationUrl === undefined ? qrCode : qrCodeToVerify),
          ),
          contentWidth - codeSize,
          1,
        ),
        space(2),
        // The figure's alternative text says it.
        decoration(moved(paragraph(caption, styles.small, 120, fonts), contentWidth - captionWidth, 0)),
      ),
    ),
    space(3),
    rule(contentWidth, colours.navy, 1.4),
  );
}
