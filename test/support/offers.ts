import type { Offers } from '@kyc-china/core/offers';
import { subCheckIds } from '@kyc-china/core/sub-checks/catalogue';

/** What a stage offers that serves every sub-check, without prices. */
export const everythingOffered: Offers = Object.fromEntries(subCheckIds.map((id) => [id, 0]));
