import type { Consent, SeparateConsent } from './contract/consent-schema.ts';
import { InvalidRequestError } from './contract/problems.ts';
import type { SubCheckId } from './sub-checks/catalogue.ts';

/** The sub-checks for which a stage requires the person's consent, each with the separate consents that it needs. */
export type ConsentRequirements = Readonly<Partial<Record<SubCheckId, readonly SeparateConsent[]>>>;

/** Says what a sub-check needs: "identity.image needs consent, and separately: sensitive, face". */
function wordsOf(subCheck: SubCheckId, missing: readonly SeparateConsent[], consent: Consent | undefined) {
  const separate = missing.join(', ');
  if (consent) return `${subCheck} needs the separate consent: ${separate}`;
  return missing.length === 0
    ? `${subCheck} needs consent`
    : `${subCheck} needs consent, and separately: ${separate}`;
}

/**
 * Checks that a request states each consent that the stage requires for what would run. A result that a re-run carries over
 * needs the consent too: it is used again.
 * @param run the sub-checks of the request that the stage serves.
 * @throws InvalidRequestError with the code `consent-required` that names each sub-check and the consents that it lacks.
 */
export function checkConsent(
  required: ConsentRequirements,
  run: readonly SubCheckId[],
  consent: Consent | undefined,
): void {
  const lacking = run.flatMap((subCheck) => {
    const needed = required[subCheck];
    const missing = needed?.filter((one) => !consent?.separate?.includes(one)) ?? [];
    return needed && (!consent || missing.length > 0) ? [wordsOf(subCheck, missing, consent)] : [];
  });
  if (lacking.length === 0) return;
  throw new InvalidRequestError(
    `The consent of the person is required, and nothing was started: ${lacking.join('; ')}.`,
    lacking.map((message) => ({ field: consent ? 'consent.separate' : 'consent', message })),
    400,
    'consent-required',
  );
}
