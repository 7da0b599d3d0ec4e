import { expect, it } from '@jest/globals';
import { callOutcomes } from '@kyc-china/core/observed-call';
import { logQueries } from '../../lib/log-queries.ts';
import { stackNameOf, stages } from '../../lib/stage-configuration.ts';
import { templateOf } from '../support/synthesized-template.ts';

it.each(Object.values(stages))(
  'stack of $name saves each query under its name, on log groups that it has',
  ({ name }) => {
    const template = templateOf(stackNameOf(name));
    const groups = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    const saved = Object.values(template.findResources('AWS::Logs::QueryDefinition')).map(
      ({ Properties }) => Properties,
    );
    expect(saved.map(({ Name }) => Name).sort()).toEqual(
      logQueries.map((query) => `${stackNameOf(name)}/${query.name}`).sort(),
    );
    for (const { LogGroupNames } of saved) for (const { Ref } of LogGroupNames) expect(groups).toContain(Ref);
  },
);

it('query of failed attempts finds every outcome that keeps a call from a finding of the provider', () => {
  const text = logQueries.find(({ name }) => name === 'failed attempts by provider')?.text.join('\n') ?? '';
  const found = callOutcomes.filter((outcome) => text.includes(`"${outcome}"`));
  expect(found).toEqual(['throttled', 'failed', 'left-alone', 'own-fault']);
});
