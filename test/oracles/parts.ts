import { cfnLint } from './cfn-lint/part.ts';
import { clientParts } from './clients/clients.ts';
import { deployment } from './deployment/part.ts';
import type { Part } from './part.ts';
import { pdfA } from './pdf-a/part.ts';
import { pdfSignature } from './pdf-signature/part.ts';
import { receiverParts } from './receivers/parts.ts';
import { schemathesis } from './schemathesis/part.ts';
import { sdk } from './sdk/part.ts';
import { spectral } from './spectral/part.ts';

/** Every part, in the order in which they run. */
export const parts: readonly Part[] = [
  spectral,
  cfnLint,
  ...clientParts,
  ...receiverParts,
  sdk,
  pdfSignature,
  pdfA,
  schemathesis,
  deployment,
];
