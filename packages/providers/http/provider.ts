import type { JsonObject } from '@kyc-china/core/json';
import type { UpstreamAnswer, UpstreamCall, UpstreamProvider } from '@kyc-china/core/provider-port';
import { definitionOf, type SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import type { ErroredFinding } from '@kyc-china/core/sub-checks/findings';
import { readCredentials } from '../read-credentials.ts';
import { send, type WireRequest } from '../wire.ts';
import { readAnswer } from './answer.ts';
import { type CompiledSubCheck, compileSubCheck } from './compiled.ts';
import type { HttpProviderDescription } from './description.ts';
import { needsMore, notAskable } from './refusals.ts';
import { formRequest, type Secret } from './request.ts';
import { validateDescription } from './validate-description.ts';

export interface HttpProviderOptions {
  /** The provider's secret: what templates name as `{secret.…}`, keys and certificates. */
  readonly secret: () => Promise<Record<string, string>>;
  /** The time; for tests. */
  readonly clock?: () => Date;
}

function refused(finding: ErroredFinding): UpstreamAnswer {
  return { finding, billed: false };
}

function secretIn(values: JsonObject): Secret | undefined {
  return Object.values(values).every((value) => typeof value === 'string') ? (values as Secret) : undefined;
}

function lacksWhatIsNeeded({ needs = [] }: CompiledSubCheck['description'], call: UpstreamCall): boolean {
  return needs.some((field) => call.applicant[field] === undefined);
}

/**
 * A provider that a description makes: one request for each call, on a connection of its own, never a second one.
 * @throws DescriptionError when the description is faulty, or not confirmed.
 */
export function createHttpProvider(
  description: HttpProviderDescription,
  { secret, clock = () => new Date() }: HttpProviderOptions,
): UpstreamProvider {
  const { name, auth, subChecks, notProcessedStatuses: statuses } = validateDescription(description);
  const compiled = new Map(
    Object.entries(subChecks).map(([id, subCheck]) => [id as SubCheckId, compileSubCheck(subCheck)]),
  );
  return {
    name,
    serves: (subCheck) => compiled.has(subCheck),
    ask: async (call) => {
      const subCheck = compiled.get(call.subCheck);
      if (!subCheck || lacksWhatIsNeeded(subCheck.description, call)) return refused(needsMore);
      const secretNow = await readCredentials(secret, secretIn, 'an object with texts by name');
      let request: Omit<WireRequest, 'signal'>;
      try {
        const { request: described } = subCheck.description;
        request = formRequest(
          { auth, request: described, fields: subCheck.fields },
          call,
          secretNow,
          clock(),
        );
      } catch {
        // Nothing was sent yet, whatever it was; and it may tell of what was to be sent.
        return refused(notAskable);
      }
      const response = await send({ ...request, signal: call.signal });
      const { shape } = definitionOf(call.subCheck);
      return readAnswer(response, { subCheck, shape, statuses }, call, secretNow);
    },
  };
}
