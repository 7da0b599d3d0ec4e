import { literalAddresses } from './addresses.ts';
import type { HostileCallbacks } from './callbacks.ts';
import { localNames, resolvingNames } from './names.ts';
import { spellings } from './spellings.ts';

export { publicAddress, publicIpv6Address, rebindingNames, redirects, resolutions } from './names.ts';

/** Callback URLs to which no connection may be made, ever; and so none at all while they are posted to. */
export const hostileCallbacks: readonly HostileCallbacks[] = [
  ...literalAddresses,
  ...spellings,
  localNames,
  ...resolvingNames,
];
