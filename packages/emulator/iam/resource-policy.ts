import { account } from '../physical-names.ts';
import { type AccessRequest, compileStatement, listOf, type StatementDocument } from './policy.ts';
import { wildcard } from './wildcard.ts';

type PrincipalDocument = '*' | Readonly<Record<string, string | readonly string[]>>;

/** A statement of a policy that is attached to a resource. */
export interface ResourceStatementDocument extends StatementDocument {
  readonly Principal?: PrincipalDocument;
}

export interface ResourcePolicyDocument {
  readonly Statement: ResourceStatementDocument | readonly ResourceStatementDocument[];
}

/**
 * What a resource's policy says of a call. 'account': the account may, so that its identity policies decide;
 * 'principal': this very caller may, whatever those say.
 */
export type ResourceDecision = 'explicit-deny' | 'principal' | 'account' | 'silent';

const accountRoot = `arn:aws:iam::${account}:root`;

/** Returns the identities that a statement applies to. Services are left out: no service is a caller here. */
function identitiesOf({ Principal }: ResourceStatementDocument): readonly string[] {
  if (Principal === undefined) throw new Error('a statement of a resource policy needs a Principal');
  return Principal === '*' ? ['*'] : listOf(Principal.AWS);
}

/** The policy of a key or bucket, compiled once. */
export class ResourcePolicy {
  readonly #statements;

  /** @throws Error for a document that uses what is not known here, such as NotPrincipal. */
  constructor({ Statement }: ResourcePolicyDocument) {
    this.#statements = listOf(Statement).map((document) => {
      const identities = identitiesOf(document);
      return {
        ...compileStatement(document),
        ofAccount: identities.includes(accountRoot) || identities.includes(account),
        isOf: (principalArn: string) => identities.some((identity) => wildcard(identity)(principalArn)),
      };
    });
  }

  /** @param principalArn the caller's user or role. */
  decide(principalArn: string, request: AccessRequest): ResourceDecision {
    const applying = this.#statements.filter(
      ({ applies, ofAccount, isOf }) => (ofAccount || isOf(principalArn)) && applies(request),
    );
    if (applying.some(({ allows }) => !allows)) return 'explicit-deny';
    if (applying.some(({ isOf }) => isOf(principalArn))) return 'principal';
    return applying.length > 0 ? 'account' : 'silent';
  }
}
