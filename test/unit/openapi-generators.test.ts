import { describe, expect, it } from '@jest/globals';
import { openApi, publishedSchemas, resolved } from '../support/contract-document.ts';

/** What generators of clients cannot use. Each rule has stopped at least one of them, or made its clients fail at run time. */

const requests = ['VerificationRequest', 'StatedAddress', 'Consent', 'PollRequest'];
/** Scales and types to which no value can be added: all others are codes, and open. */
const closedEnums = ['AddressType', 'ReportStatus', 'DecisionOutcome', 'DistanceBand', 'FraudSeverity'];

const schemas = publishedSchemas();
const where = (isWrong: (schema: (typeof schemas)[number]['schema']) => boolean) =>
  schemas.filter(({ schema }) => isWrong(schema)).map(({ at }) => at);

describe('a schema of the OpenAPI document', () => {
  it('OpenAPI schemas are found at every depth by this test', () => {
    expect(schemas.map(({ at }) => at)).toEqual(
      expect.arrayContaining([
        'StatedAddress/city',
        'FraudScreeningResult/severity/1',
        'Summary/matched/0',
        'IdempotencyKey',
        'RetryAfter',
        'webhook-signature',
      ]),
    );
  });

  it('OpenAPI schema has no pattern with Unicode properties, look-behind or named groups', () => {
    expect(where(({ pattern }) => /\\[pP]\{|\(\?</.test(pattern ?? ''))).toEqual([]);
  });

  it('OpenAPI schema has no null in an enum', () => {
    expect(where((schema) => schema.enum?.includes(null))).toEqual([]);
  });

  it('OpenAPI schema has an enum only as a named component, not inside a list or a property', () => {
    expect(schemas.filter(({ at, named, schema }) => schema.enum && at !== named)).toEqual([]);
  });

  it('OpenAPI schema has no constant that is not a string', () => {
    expect(where((schema) => 'const' in schema && typeof schema.const !== 'string')).toEqual([]);
  });

  it('OpenAPI schema has a closed enum only where no value can be added', () => {
    expect(where((schema) => schema.enum)).toEqual(closedEnums);
  });

  it('OpenAPI schema has the known values of open codes in x-extensible-enum and in the description', () => {
    const open = schemas.filter(({ schema }) => schema['x-extensible-enum']);
    expect(open.map(({ at }) => at).sort()).toEqual([
      'ApiErrorCode',
      'ErrorCode',
      'PoliceCategory',
      'ReasonCode',
      'ReportEventBy',
      'ReportEventType',
      'SeparateConsent',
      'SubCheckId',
      'VerificationCode',
      'WarningCode',
      'WarningField',
      'WebhookOutcome',
    ]);
    for (const { schema } of open)
      for (const code of schema['x-extensible-enum'])
        expect(schema).toMatchObject({ type: 'string', description: expect.stringContaining(`\`${code}\``) });
  });

  it('OpenAPI schema refuses unknown fields in requests only', () => {
    // A map has keys of the caller's own.
    const closed = schemas.filter(
      ({ schema }) => 'additionalProperties' in schema && !('maxProperties' in schema),
    );
    expect(closed.map(({ at, schema }) => [at, schema.additionalProperties])).toEqual(
      requests.map((name) => [name, false]),
    );
  });

  it('OpenAPI schema has a name for each value of an enum whose values are not identifiers', () => {
    const named = schemas.filter(({ schema }) =>
      schema.enum?.some((one: unknown) => !/^[a-z]+$/i.test(`${one}`)),
    );
    expect(named.map(({ at }) => at)).toEqual(['DistanceBand', 'FraudSeverity']);
    for (const { schema } of named) {
      const names: string[] = schema['x-enum-varnames'];
      expect(names).toHaveLength(schema.enum.length);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
    }
  });

  it('OpenAPI schema has no name of a built-in class of Java, TypeScript or Python', () => {
    expect(Object.keys(openApi.components.schemas)).not.toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^(Error|Exception|Object|String|Record|Map|Set|List|Any)$/),
      ]),
    );
  });
});

describe('the OpenAPI document', () => {
  it('OpenAPI document has only links whose body is a string', () => {
    const links = Object.values<{ links?: Record<string, { requestBody?: unknown }> }>(
      openApi.components.responses,
    ).flatMap(({ links }) => Object.values(links ?? {}));
    expect(links.map(({ requestBody }) => requestBody)).toEqual(['$response.body']);
  });

  it('OpenAPI document links to operations whose request accepts every field of the linked answer', () => {
    const { Token, PollRequest } = openApi.components.schemas;
    const taken = Object.keys(PollRequest.properties);
    expect(taken).toEqual(expect.arrayContaining(Object.keys(Token.properties)));
  });

  it('OpenAPI document names no server that could belong to a stranger', () => {
    const ids = openApi.servers.flatMap((server: { variables?: { apiId?: { default: string } } }) =>
      server.variables?.apiId ? [server.variables.apiId.default] : [],
    );
    expect(ids).toHaveLength(1);
    // API Gateway's ids are ten lower-case letters and digits.
    for (const id of ids) expect(id).not.toMatch(/^[a-z0-9]+$/);
    const urls = openApi.servers.map(({ url }: { url: string }) => url);
    expect(urls.filter((url: string) => !/\{apiId\}|\/\/127\.0\.0\.1:/.test(url))).toEqual([]);
  });

  it('OpenAPI document has each operation once, and the alias as deprecated', () => {
    expect(resolved(openApi.paths['/kyc/cn'].post).deprecated).toBe(true);
    expect(openApi.paths['/kyc/cn/request'].post.deprecated).toBeUndefined();
    expect(openApi.paths['/kyc/cn/poll'].post.deprecated).toBeUndefined();
  });

  it('OpenAPI document states in one sentence that mobile or idNumber is required', () => {
    expect(openApi.components.schemas.VerificationRequest).toMatchObject({
      minProperties: 1,
      description: expect.stringMatching(/mobile or idNumber\b.*is required/),
    });
  });
});
