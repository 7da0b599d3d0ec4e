import { describe, expect, it } from '@jest/globals';
import { subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { longestAskingSeconds, offersOf, routesOf } from '@kyc-china/providers/providers';
import type { ProviderConfiguration, UpstreamRouting } from '@kyc-china/providers/routing';
import { stages } from '../../lib/stage-configuration.ts';

const settings = { credentialsOf: () => Promise.reject(new Error('no credentials in this test')) };

function routeWith(tencent: ProviderConfiguration) {
  return routesOf({ providers: { tencent }, routes: { default: ['tencent'] } }, settings);
}

describe('a limit', () => {
  it('rate limit is the documented one of the operation', () => {
    const routeFor = routeWith({ timeoutSeconds: 8 });
    expect(routeFor('identity.two-factor')[0]?.limit).toEqual({
      operation: 'IdCardVerification',
      callsPerSecond: 100,
    });
    expect(routeFor('bank.four-factor')[0]?.limit).toEqual({
      operation: 'BankCard4EVerification',
      callsPerSecond: 20,
    });
  });

  it('rate limit is the agreed one of the stage, per operation', () => {
    const routeFor = routeWith({ timeoutSeconds: 8, callsPerSecond: 7 });
    expect(routeFor('identity.two-factor')[0]?.limit).toEqual({
      operation: 'IdCardVerification',
      callsPerSecond: 7,
    });
  });

  it('rate limit of a provider without named operations counts it as a whole', () => {
    const route = (callsPerSecond?: number) =>
      routesOf(
        {
          providers: { simulator: { timeoutSeconds: 8, ...(callsPerSecond && { callsPerSecond }) } },
          routes: { default: ['simulator'] },
        },
        settings,
      )('identity.two-factor');
    expect(route(7)[0]?.limit).toEqual({ operation: 'ALL', callsPerSecond: 7 });
    expect(route()[0]).not.toHaveProperty('limit');
  });
});

describe('production', () => {
  const routeFor = routesOf(stages.production.upstream, settings);

  it('production calls Tencent Cloud before Alibaba Cloud, and each only for what it serves', () => {
    const namesFor = (subCheck: Parameters<typeof routeFor>[0]) =>
      routeFor(subCheck).map(({ provider }) => provider.name);
    expect(namesFor('identity.image')).toEqual(['tencent', 'alibaba']);
    expect(namesFor('mobile.attribution')).toEqual(['alibaba']);
    expect(namesFor('risk.criminal')).toEqual([]);
  });

  it('production never calls the simulator', () => {
    for (const subCheck of subCheckIds)
      expect(routeFor(subCheck).map(({ provider }) => provider.name)).not.toContain('simulator');
  });
});

it('route takes as long as its providers of the same sub-check take together', () => {
  const providers = {
    tencent: { timeoutSeconds: 8 },
    alibaba: { timeoutSeconds: 7 },
    simulator: { timeoutSeconds: 9 },
  };
  const longest = (routes: UpstreamRouting['routes']) => longestAskingSeconds({ providers, routes });
  expect(longest({ default: [] })).toBe(0);
  expect(longest({ default: ['tencent', 'alibaba'], 'risk.fraud': ['simulator'] })).toBe(15);
  expect(longest({ default: ['simulator'], 'bank.four-factor': ['alibaba', 'simulator'] })).toBe(16);
  // Tencent Cloud serves no attribution, and neither of the two the police's records.
  expect(longest({ default: [], 'mobile.attribution': ['tencent', 'alibaba'] })).toBe(7);
  expect(longest({ default: [], 'risk.criminal': ['tencent', 'alibaba'] })).toBe(0);
});

it('routing refuses an unknown provider name', () => {
  expect(() =>
    routesOf({ providers: { unknown: { timeoutSeconds: 1 } }, routes: { default: [] } }, settings),
  ).toThrow('no upstream provider called unknown');
});

describe('offers', () => {
  it('offers are exactly the sub-checks that have a route', () => {
    for (const { upstream } of Object.values(stages)) {
      const routeFor = routesOf(upstream, settings);
      const served = subCheckIds.filter((id) => routeFor(id).length > 0);
      expect(Object.keys(offersOf(upstream)).sort()).toEqual([...served].sort());
    }
  });

  it('offer costs at most what the dearest provider of its route costs', () => {
    const offers = offersOf({
      providers: {
        tencent: { timeoutSeconds: 8, prices: { default: 1, 'identity.image': 2 } },
        alibaba: { timeoutSeconds: 8, prices: { default: 3 } },
      },
      routes: { default: ['tencent', 'alibaba'], 'bank.four-factor': ['tencent'] },
    });
    // Alibaba Cloud serves the image too.
    expect(offers['identity.image']).toBe(3);
    expect(offers['bank.four-factor']).toBe(1);
  });
});
