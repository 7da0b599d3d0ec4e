import type { SigningKey } from './signature.ts';

/** The products of Cell Phone Number Service in use: each needs an authorisation code of its own. */
export type AuthorisedProduct = 'attribution';

/** The secret of this provider: see docs/providers/alibaba.md. */
export interface AlibabaCredentials extends SigningKey {
  /** Approved in the console of Cell Phone Number Service, one for each product. */
  readonly authCodes?: Readonly<Partial<Record<AuthorisedProduct, string>>>;
}
