import { jumdata } from './jumdata.ts';
import { spiderid } from './spiderid.ts';
import { yushan } from './yushan.ts';

/** Vendors that are described as far as their public documentation goes; confirm() makes them whole. */
export const vendors = { jumdata, spiderid, yushan } as const;
