import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { UpstreamProvider } from '@kyc-china/core/provider-port';
import { type SubCheckId, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { projectFile } from '../../lib/project-file.ts';
import { createAlibaba } from '../../packages/providers/alibaba/alibaba.ts';
import type { HttpProviderDescription } from '../../packages/providers/http/description.ts';
import { createHttpProvider } from '../../packages/providers/http/provider.ts';
import { vendors } from '../../packages/providers/http/vendors/index.ts';
import { createSimulator } from '../../packages/providers/simulator/simulator.ts';
import { createTencent } from '../../packages/providers/tencent/tencent.ts';
import { type Certificates, makeCertificates } from '../../packages/vendor-fakes/data-vendor/certificates.ts';
import { hmacGate } from '../../packages/vendor-fakes/data-vendor/gate.ts';
import { type DataVendor, startDataVendor } from '../../packages/vendor-fakes/data-vendor/vendor.ts';
import {
  documentedAnswers,
  documentedHost,
  documentedVendor,
  rowsAfter,
} from '../support/documented-vendor.ts';
import { callFor, person, redirected } from '../support/http-provider.ts';

const overview = await readFile(projectFile('docs/providers/README.md'), 'utf8');
const description = JSON.parse(documentedVendor) as HttpProviderDescription;

describe('the example of docs/providers/http.md', () => {
  let certificates: Certificates;
  let vendor: DataVendor;
  let provider: UpstreamProvider;
  let document: unknown;

  beforeAll(async () => {
    certificates = await makeCertificates();
    const product = { answer: () => ({ document, billed: true }) };
    vendor = await startDataVendor({
      certificates,
      gate: hmacGate({ keyId: 'me', key: 'k', algorithm: 'sha256' }),
      products: { '/v1/city': product, '/v1/distance': product },
    });
    provider = createHttpProvider(redirected(description, `https://${documentedHost}`, vendor.url), {
      secret: async () => ({ keyId: 'me', key: 'k', vendorCa: certificates.server.cert }),
    });
  });
  afterAll(() => vendor.close());

  it('documented HTTP provider can be used as it is', () => {
    expect(createHttpProvider(description, { secret: async () => ({}) }).name).toBe('citylocate');
    expect(documentedAnswers).toHaveLength(11);
  });

  it.each(documentedAnswers)(
    'documented HTTP provider answer $document is $finding, billed: $billed',
    async (row) => {
      document = JSON.parse(row.document);
      const asked = provider.ask(callFor('mobile.location-work'));
      if (row.finding === undefined) {
        await expect(asked).rejects.toMatchObject({ name: 'UpstreamNotProcessedError' });
        return;
      }
      expect(await asked).toMatchObject({
        finding: JSON.parse(row.finding),
        billed: row.billed,
      });
    },
  );

  it('documented HTTP provider asks for distances as documented', async () => {
    vendor.reset();
    document = { status: 'OK', result: { range: '10000-20000' } };
    expect((await provider.ask(callFor('mobile.address-verify'))).finding).toEqual({
      outcome: 'data',
      distanceBand: '10-20 km',
    });
    expect(vendor.calls[0]?.fields).toEqual({
      phone: person.mobile,
      kind: 'WORK',
      text: '北京市朝阳区示例路1号',
    });
  });
});

describe('the table of docs/providers/README.md', () => {
  const rows = rowsAfter(overview, '<!-- A test compares this table with the providers themselves. -->\n');
  const column = (index: number, mark: string) =>
    rows.filter((row) => row[index] === mark).map(([id = '']) => id.slice(1, -1));
  const credentials = () => Promise.reject(new Error('not needed'));
  const servedBy = ({ serves }: UpstreamProvider) => subCheckIds.filter((id) => serves(id));

  it('provider table lists every sub-check', () => {
    expect(column(6, '●')).toEqual(servedBy(createSimulator()));
  });

  it.each([
    [1, createTencent({ credentials })],
    [2, createAlibaba({ credentials })],
  ])('provider table says what column %i serves', (index, provider) => {
    expect(column(index, '●')).toEqual(servedBy(provider));
  });

  it('provider table says what Alibaba Cloud serves once an operator has confirmed it', () => {
    const riskIntelligence = {
      billed: true,
      codes: {},
      listedBy: ['fraud'],
      noTag: 'clear',
      callsPerSecond: 1,
    } as const;
    const confirmed = servedBy(createAlibaba({ credentials, riskIntelligence }));
    expect(column(2, '○')).toEqual(confirmed.filter((id) => !column(2, '●').includes(id)));
    expect(column(2, '○')).toEqual(['risk.fraud']);
  });

  it.each([
    [3, vendors.jumdata],
    [4, vendors.spiderid],
    [5, vendors.yushan],
  ])('provider table says what the vendor of column %i is described for', (index, vendor) => {
    const described = subCheckIds.filter((id: SubCheckId) => vendor.subChecks[id] !== undefined);
    expect(column(index, '○')).toEqual(described);
  });
});
