import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AuthDescription, HttpProviderDescription, Template } from './description.ts';
import { DescriptionError, type DescriptionProblem, schemaProblems, step } from './description-problems.ts';
import { descriptionSchema } from './description-schema.ts';
import { hasDigest } from './signature.ts';
import { names, unknownPlacesIn } from './template.ts';
import { openQuestionsIn } from './unconfirmed.ts';
import { subCheckProblems } from './validate-sub-check.ts';

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  verbose: true,
  keywords: ['hint'],
});
const isDescription = ajv.compile<HttpProviderDescription>(descriptionSchema);

function templateProblems(
  path: string,
  template: Template,
  allowed: readonly string[],
): DescriptionProblem[] {
  return unknownPlacesIn(template, allowed).map((name) => ({
    path,
    message: `names {${name}}, which is not known here; known apart from the common places: ${allowed.join(', ') || 'none'}`,
  }));
}

/** What a signature can sign: what it is part of cannot be signed by it. */
export function signable(auth: AuthDescription): string[] {
  return auth.signature?.field === undefined
    ? ['method', 'path', 'query', 'body', 'fields']
    : ['method', 'path', 'fields'];
}

/** What a header's template can name. */
const inHeaders = ['method', 'path', 'query', 'body', 'fields', 'signature'];

function headerProblems(
  path: string,
  headers: Readonly<Record<string, Template>> | undefined,
  auth: AuthDescription,
): DescriptionProblem[] {
  const allowed = auth.signature ? inHeaders : inHeaders.filter((name) => name !== 'signature');
  return Object.entries(headers ?? {}).flatMap(([name, template]) =>
    templateProblems(step(path, name), template, allowed),
  );
}

function signatureProblems(description: HttpProviderDescription): DescriptionProblem[] {
  const { auth } = description;
  const { signature } = auth;
  if (!signature) return [];
  const path = '/auth/signature';
  const headers = [
    auth.headers,
    ...Object.values(description.subChecks).map(({ request }) => request.headers),
  ];
  const isSent =
    signature.field !== undefined ||
    headers.some((some) => Object.values(some ?? {}).some((template) => names(template, 'signature')));
  return [
    ...(hasDigest(signature.algorithm)
      ? []
      : [{ path: `${path}/algorithm`, message: `is ${signature.algorithm}, which this Node does not have` }]),
    ...(isSent ? [] : [{ path, message: 'goes nowhere: name a field for it, or a header with {signature}' }]),
    ...templateProblems(`${path}/signs`, signature.signs, signable(auth)),
    ...templateProblems(`${path}/key`, signature.key ?? '', []),
  ];
}

function meaningProblems(description: HttpProviderDescription): DescriptionProblem[] {
  const { auth } = description;
  return [
    ...headerProblems('/auth/headers', auth.headers, auth),
    ...Object.entries(auth.values ?? {}).flatMap(([name, template]) =>
      templateProblems(step('/auth/values', name), template, []),
    ),
    ...signatureProblems(description),
    ...Object.entries(description.subChecks).flatMap(([id, subCheck]) => {
      const path = step('/subChecks', id);
      return [
        ...headerProblems(`${path}/request/headers`, subCheck.request.headers, auth),
        ...subCheckProblems(path, id as SubCheckId, subCheck),
      ];
    }),
  ];
}

/**
 * Checks a description, which may come from a file.
 * @throws DescriptionError that names every faulty path.
 */
export function validateDescription(description: unknown): HttpProviderDescription {
  const name = (description as { name?: unknown } | null)?.name;
  const called = typeof name === 'string' ? name : '(unnamed)';
  // Before the schema: to it, a question that is still open is any odd value.
  const open = openQuestionsIn(description).map(({ path, question }) => ({
    path,
    message: `is not confirmed: ask the vendor, and answer ${question}`,
  }));
  if (open.length > 0) throw new DescriptionError(called, open);
  if (!isDescription(description)) throw new DescriptionError(called, schemaProblems(isDescription.errors));
  const problems = meaningProblems(description);
  if (problems.length > 0) throw new DescriptionError(called, problems);
  return description;
}
