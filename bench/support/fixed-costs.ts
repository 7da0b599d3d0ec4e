import { readFileSync } from 'node:fs';
import path from 'node:path';
import { subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { routesOf } from '@kyc-china/providers/providers';
import { stackNameOf, stages } from '../../lib/stage-configuration.ts';
import { synthesized } from './bench-stack.ts';
import { priceInHongKong, type prices } from './prices.ts';
import type { Table } from './section.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly Rules?: readonly unknown[] };
}

/** The outcomes in which a provider's sub-check often ends. Each is a metric of its own. */
const commonOutcomes = 4;

/** The outcomes of a webhook's attempts, each a metric. */
const webhookOutcomes = 3;

/** How many metrics the functions of production write, without the one for each client (its upstream cost). */
function metricsOfFunctions(): number {
  const credentialsOf = () => Promise.reject(new Error('nothing is called'));
  const routeFor = routesOf(stages.production.upstream, { credentialsOf });
  const served = subCheckIds.reduce((sum, subCheck) => sum + routeFor(subCheck).length, 0);
  // Outcomes, billed calls and their cost.
  return served * (commonOutcomes + 2) + webhookOutcomes;
}

/** What production costs a month without a single report, counted in its template. */
export async function fixedCosts(): Promise<Table> {
  const file = path.join(await synthesized(), `${stackNameOf('production')}.template.json`);
  const resources: Resource[] = Object.values(JSON.parse(readFileSync(file, 'utf8')).Resources);
  const count = (type: string) => resources.filter(({ Type }) => Type === type).length;
  const rules = resources.reduce(
    (sum, { Type, Properties }) =>
      sum + (Type === 'AWS::WAFv2::WebACL' ? (Properties?.Rules?.length ?? 0) : 0),
    0,
  );
  const lines: [string, number, keyof typeof prices][] = [
    ['custom metrics', metricsOfFunctions() + count('AWS::Logs::MetricFilter'), 'metricMonth'],
    ['firewall', count('AWS::WAFv2::WebACL'), 'firewallMonth'],
    ['firewall rules', rules, 'firewallRuleMonth'],
    ['KMS keys', count('AWS::KMS::Key'), 'keyMonth'],
    ['secrets', count('AWS::SecretsManager::Secret'), 'secretMonth'],
    ['alarms', count('AWS::CloudWatch::Alarm'), 'alarmMonth'],
  ];
  const cost = (dollars: number) => `$${dollars.toFixed(2)}`;
  const sum = lines.reduce((total, [, number, price]) => total + number * priceInHongKong(price), 0);
  return {
    columns: ['production, without a report', 'how many', 'a month'],
    rows: [
      ...lines.map(([what, number, price]) => [what, String(number), cost(number * priceInHongKong(price))]),
      ['**total**', '', cost(sum)],
      ['each client, a metric of its upstream cost', '1', cost(priceInHongKong('metricMonth'))],
    ],
  };
}
