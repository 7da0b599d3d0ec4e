import { describe, expect, it } from '@jest/globals';
import { errorSchema, processingSchema, tokenSchema } from '@kyc-china/core/contract/answer-schemas';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { pollSchema } from '@kyc-china/core/contract/poll-schema';
import { reportSchema } from '@kyc-china/core/contract/report-schema';
import { requestSchema } from '@kyc-china/core/contract/request-schema';
import { resultSchemas } from '@kyc-china/core/contract/result-schemas';
import { maskApplicant } from '@kyc-china/core/masking';
import { pdfFileNameOf } from '@kyc-china/core/ports';
import { mergeReport, type ResultByShape } from '@kyc-china/core/report';
import { type ResultShape, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { warningsFor } from '@kyc-china/core/warnings';
import fc from 'fast-check';
import { anyOutcomes, anyRequest } from '../support/contract-arbitraries.ts';
import { said, strictAjv, violationsOf } from '../support/contract-validation.ts';

const schemas = { requestSchema, pollSchema, tokenSchema, processingSchema, reportSchema, errorSchema };

type Json = Record<string, unknown>;

/** Every subschema except conditions, with its location. */
function subschemas(schema: Json, at = '#'): { at: string; schema: Json }[] {
  const inner = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  if (schema.items) inner.push(['items', schema.items as Json]);
  return [{ at, schema }, ...inner.flatMap(([name, one]) => subschemas(one, `${at}/${name}`))];
}

describe.each(Object.entries(schemas))('%s', (_name, schema) => {
  const parts = subschemas(schema as unknown as Json);

  it('contract schema is JSON Schema 2020-12 and compiles in strict mode', () => {
    const ajv = strictAjv();
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    ajv.validateSchema(schema);
    expect(said(ajv.errors)).toEqual([]);
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  it('contract schema is closed at every depth', () => {
    // A map has keys of the caller's own: then their number and their values are bounded.
    const isMap = ({ additionalProperties, maxProperties }: Json) =>
      typeof additionalProperties === 'object' && typeof maxProperties === 'number';
    const open = parts.filter(
      ({ schema: part }) => part.type === 'object' && part.additionalProperties !== false && !isMap(part),
    );
    expect(open).toEqual([]);
  });

  it('contract schema describes each property and has valid examples', () => {
    const ajv = strictAjv();
    for (const { at, schema: part } of parts) {
      if (!at.endsWith('/items')) expect([at, part.description]).toEqual([at, expect.stringMatching(/\.$/)]);
      for (const example of (part.examples ?? []) as unknown[])
        expect([at, violationsOf(ajv, part, example)]).toEqual([at, []]);
    }
  });
});

describe('the schema of the report', () => {
  it('report schema has a property for each sub-check of the catalogue, and no other', () => {
    const properties = reportSchema.properties as unknown as Record<string, { properties?: object }>;
    const ids = ['identity', 'mobile', 'risk', 'bank'].flatMap((category) =>
      Object.keys(properties[category]?.properties ?? {}).map((key) => `${category}.${key}`),
    );
    expect(ids.toSorted()).toEqual([...subCheckIds].sort());
  });

  it('report schema accepts every report of an accepted request', () => {
    const validate = strictAjv().compile(reportSchema);
    const inputs = fc.record({
      applicant: anyRequest.map((body) => parseVerificationRequest(body).applicant),
      reportId: fc.uuid(),
      requestedAt: fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      durationMs: fc.nat(),
    });
    const cases = inputs.chain((input) =>
      anyOutcomes(input.applicant.addressesToVerify?.length ?? 0).map((outcomes) => ({ ...input, outcomes })),
    );
    fc.assert(
      fc.property(cases, ({ applicant, reportId, requestedAt, durationMs, outcomes }) => {
        const report = mergeReport({
          reportId,
          requestedAt,
          completedAt: new Date(requestedAt.getTime() + durationMs),
          submitted: maskApplicant(applicant),
          warnings: warningsFor(applicant, requestedAt),
          outcomes,
        });
        const delivered = {
          ...report,
          pdfUrl: 'https://example.com/x',
          pdfFileName: pdfFileNameOf(reportId),
        };
        validate(JSON.parse(JSON.stringify(delivered)));
        expect(said(validate.errors)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the schema of a result', () => {
  const message = 'A sentence.';
  const cases: [ResultShape, unknown][] = [
    ['verification', { consistent: true, code: 'mismatch', message }],
    ['verification', { consistent: false, code: 'no-record', message }],
    ['verification', { consistent: null, code: 'match', message }],
    ['verification', { consistent: null, code: 'no-record', message, score: 1 }],
    ['faceComparison', { consistent: true, code: 'match', message, score: 100.5 }],
    ['faceComparison', { consistent: true, code: 'match', message, score: '91' }],
    ['faceComparison', { consistent: true, code: 'match', message, score: 91, threshold: -1 }],
    ['attribution', { found: true, carrier: null, province: null, city: null }],
    ['activeCity', { found: false, province: '北京', city: '北京市' }],
    ['addressDistance', { index: 0, type: 'work', city: '北京', found: true, distanceBand: null }],
    ['addressDistance', { index: 5, type: 'work', city: '北京', found: false, distanceBand: null }],
    ['severity', { severity: 0, flagged: true, message }],
    ['severity', { severity: 1, flagged: false, message }],
    ['severity', { severity: 4, flagged: true, message }],
    ['policeRecord', { categories: [], flagged: true, message }],
    ['policeRecord', { categories: ['offender'], flagged: false, message }],
    ['policeRecord', { categories: ['offender', 'offender'], flagged: true, message }],
  ];

  it.each(cases)('result schema refuses contradictions: %s %j', (shape, result) => {
    expect(violationsOf(strictAjv(), resultSchemas[shape], result)).not.toEqual([]);
  });

  it('result schema is the source of the types', () => {
    const result: ResultByShape['addressDistance'] = {
      index: 0,
      type: 'work',
      city: '北京市',
      found: true,
      distanceBand: '≤3 km',
    };
    // @ts-expect-error no such band
    const band: ResultByShape['addressDistance'] = { ...result, distanceBand: '4 km' };
    // @ts-expect-error no such property
    const more: ResultByShape['addressDistance'] = { ...result, metres: 1 };
    const ajv = strictAjv();
    expect(violationsOf(ajv, resultSchemas.addressDistance, result)).toEqual([]);
    for (const wrong of [band, more])
      expect(violationsOf(ajv, resultSchemas.addressDistance, wrong)).not.toEqual([]);
  });
});

describe('the schema of what was submitted', () => {
  it.each([
    { name: '张三' },
    { name: '张**三' },
    { idNumber: '110101199001011234' },
    { idIssueDate: '20180501' },
    { mobile: '13800138000' },
    { bankCardNumber: '6222021234567890123' },
    { facePhoto: false },
    { addressesToVerify: [{ type: 'work', city: '北京市', address: '朝阳区建国路88号' }] },
  ])('submitted-fields schema refuses unmasked values: %j', (submitted) => {
    expect(violationsOf(strictAjv(), reportSchema.properties.submitted, submitted)).not.toEqual([]);
  });
});
