import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { watchedProviders } from '@kyc-china/providers/providers';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ownFaultMetric, providerMetrics, serviceDimension } from '../../lambdas/shared/metric-names.ts';
import { BudgetStack } from '../../lib/budget-stack.ts';
import { projectFile } from '../../lib/project-file.ts';
import { stackNameOf, stages } from '../../lib/stage-configuration.ts';
import { templateOf } from '../support/synthesized-template.ts';

const template = templateOf(stackNameOf(stages.production.name));
const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
  ({ Properties }) => Properties,
);

/** The anchors of the runbook's articles, as its readers' tools make them of the headings. */
function articles(): string[] {
  const headings = readFileSync(projectFile('docs', 'runbook.md'), 'utf8').matchAll(/^## (.+)$/gm);
  return [...headings]
    .map(([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-'))
    .filter((anchor) => anchor !== 'tasks');
}

describe('the alarms', () => {
  it('alarms each link to an article of the runbook, and each article is linked from an alarm', () => {
    const linked = alarms.map(
      ({ AlarmDescription }) => /docs\/runbook\.md#(\S+)$/.exec(AlarmDescription)?.[1],
    );
    expect([...new Set(linked)].sort()).toEqual(articles().sort());
  });

  it('alarms each notify the one encrypted topic, which accepts nothing without TLS', () => {
    const topics = Object.entries(template.findResources('AWS::SNS::Topic'));
    expect(topics.map(([, { Properties }]) => Properties)).toEqual([
      expect.objectContaining({ KmsMasterKeyId: expect.anything() }),
    ]);
    for (const { AlarmActions } of alarms) expect(AlarmActions).toEqual([{ Ref: topics[0]?.[0] }]);
    const policies = JSON.stringify(template.findResources('AWS::SNS::TopicPolicy'));
    expect(policies).toContain('"aws:SecureTransport":"false"');
  });

  it('alarms have readable names that begin with the stack, and notify when they are over', () => {
    const names = alarms.map(({ AlarmName }) => AlarmName);
    expect(new Set(names).size).toBe(names.length);
    for (const { AlarmName, AlarmActions, OKActions } of alarms) {
      expect(AlarmName).toMatch(/^KycChina-production [A-Za-z0-9 ,-]+$/);
      expect(OKActions).toEqual(AlarmActions);
    }
  });

  it.each(watchedProviders(stages.production.upstream))(
    'alarms watch the provider %s by its name',
    (provider) => {
      const own = alarms.filter(({ AlarmName }) =>
        AlarmName.startsWith(`KycChina-production provider ${provider} `),
      );
      expect(own.map(({ AlarmDescription }) => /#(\S+)$/.exec(AlarmDescription)?.[1]).sort()).toEqual([
        'provider-refuses',
        'upstream-provider-down',
        'upstream-provider-down',
      ]);
      for (const alarm of own) {
        expect(alarm.AlarmDescription).toContain(provider);
        expect(JSON.stringify(alarm)).toContain(`{"Name":"provider","Value":"${provider}"}`);
      }
    },
  );

  it('alarms watch no provider whose failures are planned', () => {
    const names = Object.values(
      templateOf(stackNameOf('sandbox')).findResources('AWS::CloudWatch::Alarm'),
    ).map(({ Properties }) => Properties.AlarmName);
    expect(names.filter((name) => name.includes('provider simulator'))).toEqual([]);
    expect(names.length).toBeGreaterThan(5);
  });

  it('alarms read metrics under the namespace, dimensions and names that the functions write', () => {
    const written: string[] = [...Object.values(providerMetrics), ownFaultMetric];
    const read = alarms
      .flatMap(({ Metrics = [], ...single }) => [
        single,
        ...Metrics.map(({ MetricStat }: { MetricStat?: { Metric: object } }) => MetricStat?.Metric ?? {}),
      ])
      .filter(({ Namespace }) => Namespace === 'KycChina/KycChina-production')
      .filter(({ Dimensions }) => Dimensions);
    expect(read.length).toBeGreaterThan(8);
    for (const { MetricName, Dimensions } of read) {
      expect(written).toContain(MetricName);
      expect(Dimensions).toContainEqual({ Name: 'service', Value: serviceDimension });
      expect(Dimensions.map(({ Name }: { Name: string }) => Name).sort()).toEqual([
        MetricName === ownFaultMetric ? 'code' : 'provider',
        'service',
      ]);
    }
  });

  it('alarms count entries of states that the machine has', () => {
    const machine = readFileSync(projectFile('statemachine', 'verification.asl.json'), 'utf8');
    const filters = Object.values(template.findResources('AWS::Logs::MetricFilter')).filter(
      ({ Properties }) => Properties.FilterPattern.includes('PassStateEntered'),
    );
    expect(filters).toHaveLength(1);
    for (const { Properties } of filters) {
      const [state] = Properties.MetricTransformations.map(
        ({ MetricName }: { MetricName: string }) => MetricName,
      );
      expect(Properties.FilterPattern).toContain(`"${state}"`);
      expect(machine).toMatch(new RegExp(`"${state}": \\{\\s*"Type": "Pass"`));
    }
  });
});

it('alarms of one stage ignore the API of another stage in the same account', () => {
  const names = Object.values(stages).map((each) => {
    const stack = templateOf(stackNameOf(each.name));
    const [api] = Object.values(stack.findResources('AWS::ApiGateway::RestApi'));
    stack.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/ApiGateway',
      Dimensions: [{ Name: 'ApiName', Value: api?.Properties.Name }],
    });
    return api?.Properties.Name;
  });
  expect(new Set(names).size).toBe(Object.keys(stages).length);
});

describe('the dashboard', () => {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const body = JSON.stringify(dashboard?.Properties.DashboardBody);

  it("dashboard shows the metrics that the functions write, in their stage's namespace", () => {
    const { Environment } = Object.values(template.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties,
    )[0];
    const namespace = Environment.Variables.POWERTOOLS_METRICS_NAMESPACE;
    expect(namespace).toBe('KycChina/KycChina-production');
    const source = readFileSync(projectFile('lambdas', 'shared', 'metrics.ts'), 'utf8');
    for (const metric of ['BilledUpstreamCalls', 'UpstreamCost']) {
      expect(body).toMatch(
        // In quotes, as CloudWatch asks of a namespace with a hyphen.
        new RegExp(`SEARCH\\('\\{[\\\\]+"${namespace}[\\\\]+",[^}]*service\\} MetricName=[\\\\"]*${metric}`),
      );
      expect(source).toContain(`'${metric}'`);
    }
  });
});

describe('the budget', () => {
  it('budget is a separate stack that notifies the given address', () => {
    const budget = new BudgetStack(new App(), 'Budget', { monthlyLimit: 500, notify: 'ops@bank.example' });
    expect(budget.region).toBe('us-east-1');
    Template.fromStack(budget).hasResourceProperties('AWS::Budgets::Budget', {
      Budget: { BudgetLimit: { Amount: 500, Unit: 'USD' }, TimeUnit: 'MONTHLY' },
      NotificationsWithSubscribers: Match.arrayWith([
        Match.objectLike({ Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'ops@bank.example' }] }),
      ]),
    });
  });
});
