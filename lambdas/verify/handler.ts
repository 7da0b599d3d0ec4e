import { verifyHash } from '@kyc-china/core/verify-hash';
import { DynamoIssuedHashes } from '@kyc-china/storage/issued-hash-store';
import { documentClient } from '@kyc-china/storage/reports-table';
import { ApiError, publicHandler } from '../shared/api-handler.ts';
import { readEnvironment } from '../shared/environment.ts';
import { environment } from './environment.ts';

const { ISSUED_HASHES_TABLE } = readEnvironment(environment);
const issued = new DynamoIssuedHashes(documentClient(), ISSUED_HASHES_TABLE);

const notLookedUp = new ApiError(
  500,
  'The hash could not be looked up. Send the request again in a few seconds.',
);

/** GET /verify/{sha256}: whether this service issued a report or PDF with this hash. Anyone may ask. */
export const handler = publicHandler(
  async ({ sha256 = '' }) => ({ status: 200, body: await verifyHash(issued, sha256, new Date()) }),
  notLookedUp,
);
