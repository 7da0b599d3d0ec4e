import { addressTypes, both, fieldLabels, separator, words } from '@kyc-china/core/labels';
import type { SubmittedFields } from '@kyc-china/core/masking';
import type { Report } from '@kyc-china/core/report';
import { type InputField, inputFields } from '@kyc-china/core/sub-checks/catalogue';
import { type Block, space, stack } from './blocks.ts';
import type { Fonts } from './fonts.ts';
import { grid, labelled, section } from './section.ts';
import { contentWidth } from './theme.ts';

/** A masked field as text. Addresses have rows of their own. */
function shown(field: InputField, submitted: SubmittedFields): string | undefined {
  if (field === 'addressesToVerify') return undefined;
  if (field === 'facePhoto') return submitted.facePhoto && both(words.photoSent);
  const value = submitted[field];
  return value === words.longTerm.zh ? both(words.longTerm) : value;
}

/** The masked fields, two to a row, and the addresses. */
export function submittedSection({ submitted }: Report, fonts: Fonts): Block[] {
  const half = contentWidth / 2;
  const cells = inputFields.flatMap((field) => {
    const value = shown(field, submitted);
    return value === undefined
      ? []
      : [labelled(both(fieldLabels[field]), value, { width: half - 12, labelWidth: 112 }, fonts)];
  });
  const addresses = (submitted.addressesToVerify ?? []).map(({ type, city, address }, index) =>
    stack(
      space(index === 0 && cells.length === 0 ? 0 : 2),
      labelled(
        `${fieldLabels.addressesToVerify.en} ${index + 1} ${fieldLabels.addressesToVerify.zh}`,
        [both(addressTypes[type]), city, address].join(separator),
        { width: contentWidth, labelWidth: 112 },
        fonts,
      ),
    ),
  );
  const fields = cells.length > 0 ? [grid(cells, 2, half, 2)] : [];
  return section(words.submitted, [stack(...fields, ...addresses)], fonts);
}
