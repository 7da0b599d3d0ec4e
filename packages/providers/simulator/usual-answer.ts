import type { UpstreamCall } from '@kyc-china/core/provider-port';
import { definitionOf } from '@kyc-china/core/sub-checks/catalogue';
import { distanceBands, type Finding } from '@kyc-china/core/sub-checks/findings';
import { carrierOf } from './carriers.ts';
import { homeRegionOf, residentialRegionOf, workRegionOf } from './regions.ts';
import { pick, seedOf } from './seed.ts';

/** The face of a person without a scenario. */
const usualFace = { outcome: 'matched', score: 91.5, threshold: 70 } as const;

/** The answer for a person without a scenario. The same call always gets the same one. */
export function usualAnswerTo({ subCheck, applicant, address }: UpstreamCall): Finding {
  const { mobile = '' } = applicant;
  switch (definitionOf(subCheck).shape) {
    case 'verification':
      return { outcome: 'matched' };
    case 'faceComparison':
      return usualFace;
    case 'attribution':
      return { outcome: 'data', carrier: carrierOf(mobile), ...homeRegionOf(mobile) };
    case 'activeCity': {
      const regionOf = subCheck === 'mobile.location-work' ? workRegionOf : residentialRegionOf;
      return { outcome: 'data', ...regionOf(mobile) };
    }
    case 'addressDistance': {
      const seed = seedOf('distance', mobile, address?.city ?? '', address?.address ?? '');
      return { outcome: 'data', distanceBand: pick(distanceBands, seed) };
    }
    case 'severity':
    case 'policeRecord':
      return { outcome: 'clear' };
  }
}
