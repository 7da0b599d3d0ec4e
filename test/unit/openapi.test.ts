import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { permissionOf } from '@kyc-china/core/call-permission';
import { LimitReachedError } from '@kyc-china/core/limits';
import { retentionText } from '@kyc-china/core/retention';
import { projectFile } from '../../lib/project-file.ts';
import { exampleMessages, mediaTypes, openApi, resolved, violations } from '../support/contract-document.ts';

describe('the OpenAPI document', () => {
  const contents = mediaTypes();
  const operations = Object.entries<Record<string, { responses: object }>>(openApi.paths).flatMap(
    ([route, methods]) =>
      Object.entries(methods).map(([method, { responses }]) => ({
        route,
        method: method as 'get' | 'post' | 'delete',
        statuses: Object.keys(responses).map(Number),
      })),
  );

  it('OpenAPI document has an example for each body', () => {
    expect(contents.length).toBeGreaterThan(15);
    const text = JSON.stringify(openApi);
    expect(text.split('"application/json"')).toHaveLength(contents.length + 1);
  });

  it.each(contents)('OpenAPI document has valid examples: $at', ({ content }) => {
    for (const [name, example] of Object.entries<{ value: unknown }>(content.examples))
      expect([name, violations(content.schema, example.value)]).toEqual([name, []]);
  });

  it('OpenAPI document has no dangling reference and no unused component', () => {
    const text = JSON.stringify(openApi);
    const references = new Set([...text.matchAll(/"\$ref":"(#[^"]+)"/g)].map(([, at]) => at as string));
    for (const $ref of references) expect([$ref, resolved({ $ref })]).toEqual([$ref, expect.any(Object)]);
    const { securitySchemes: _used, ...components } = openApi.components;
    for (const [kind, named] of Object.entries<object>(components))
      for (const name of Object.keys(named)) expect(references).toContain(`#/components/${kind}/${name}`);
  });

  it('OpenAPI document has every route and the alias, with every status of the contract', () => {
    const statuses = Object.fromEntries(
      operations.map(({ route, method, statuses }) => [`${method} ${route}`, statuses]),
    );
    const request = [200, 400, 401, 403, 404, 409, 413, 415, 429, 500, 502, 503];
    expect(statuses).toEqual({
      'post /kyc/cn/request': request,
      'post /kyc/cn': request,
      'post /kyc/cn/poll': [200, 202, 400, 401, 403, 413, 415, 429, 500, 502, 503],
      'get /kyc/cn/reports': [200, 400, 401, 403, 429, 500, 503],
      'get /kyc/cn/reports/{reportId}': [200, 401, 403, 404, 429, 500, 503],
      'delete /kyc/cn/reports/{reportId}': [200, 401, 403, 404, 409, 429, 500, 503],
      'get /kyc/cn/reports/{reportId}/events': [200, 401, 403, 404, 429, 500, 503],
      'post /kyc/cn/reports/{reportId}/webhook': [202, 401, 403, 404, 409, 429, 500, 503],
      'get /kyc/cn/usage': [200, 400, 401, 403, 429, 500, 503],
      'get /verify/{sha256}': [200, 400, 403, 429, 500, 503],
    });
  });

  it('OpenAPI document promises no poll of a report after its token ends', () => {
    expect(openApi.components.responses.Report.description).toMatch(/7 days from the request/);
    expect(openApi.components.responses.Report.description).not.toContain(retentionText('report'));
  });

  it("OpenAPI document states the start of the PDF link's lifetime: a link in a late webhook has less than 7 days left", () => {
    const { description } = openApi.components.schemas.Report.properties.pdfUrl;
    expect(description).toMatch(/7 days after it was signed.*poll.*webhook.*completedAt/s);
  });

  it('OpenAPI document quotes the messages of the gateway and the handlers as their sources have them', async () => {
    const files = ['lambdas', 'packages', 'lib'].flatMap((folder) =>
      readdirSync(projectFile(folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
        .map((file) => readFileSync(projectFile(folder, file), 'utf8')),
    );
    // The domain states when the limit resets, and which scopes a key has: no source has the whole text.
    const limit = new LimitReachedError('verificationsPerDay', new Date('2026-03-01T02:03:04Z'));
    const reader = permissionOf({ id: 'k', scopes: ['read'], secrets: [] }, '203.0.113.9');
    const sources = [...files, limit.message, reader.refusal?.message].join('\n');
    for (const { route, method, statuses } of operations)
      for (const status of statuses) {
        if ([200, 202, 400, 413].includes(status)) continue;
        for (const message of exampleMessages(route, status, method))
          expect([message, sources.includes(message)]).toEqual([message, true]);
      }
  });

  it('OpenAPI document passes the recommended rules of Redocly without a warning', async () => {
    const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
    const { default: cli } = await import(manifest, { with: { type: 'json' } });
    const script = path.join(path.dirname(manifest), cli.bin.redocly);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [script, 'lint', '--extends=recommended', '--format=json', projectFile('docs/openapi.json')],
      { env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } },
    );
    expect(JSON.parse(stdout).totals).toEqual({ errors: 0, warnings: 0, ignored: 0 });
  });
});
