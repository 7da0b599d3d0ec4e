import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import validate from 'asl-validator';
import { projectFile } from '../../lib/project-file.ts';
import { stages } from '../../lib/stage-configuration.ts';

interface State {
  Type: string;
  Resource?: string;
  TimeoutSeconds?: number;
  Retry?: { ErrorEquals: string[]; MaxAttempts: number; JitterStrategy?: string; MaxDelaySeconds?: number }[];
  Catch?: { ErrorEquals: string[] }[];
  ItemProcessor?: { States: Record<string, State> };
}

const text = readFileSync(projectFile('statemachine', 'verification.asl.json'), 'utf8');
const definition = JSON.parse(text);

function allStates(states: Record<string, State>): [string, State][] {
  return Object.entries(states).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor ? allStates(state.ItemProcessor.States) : []),
  ]);
}

const states = allStates(definition.States);
const tasks = states.filter(([, state]) => state.Type === 'Task');

describe('the state machine', () => {
  it('is valid Amazon States Language', () => {
    const filled = JSON.parse(
      text.replaceAll(/\$\{\w+\}/g, 'arn:aws:lambda:ap-east-1:111122223333:function:f'),
    );
    const { isValid, errorsText } = validate(filled);
    expect(errorsText('\n')).toBe('');
    expect(isValid).toBe(true);
  });

  it('is written in JSONPath, which the local interpreter knows', () => {
    expect(text).not.toMatch(/JSONata|"Assign"|"Arguments"|"Output":/);
  });

  it.each(tasks)('%s ends by itself, is tried again with jitter, and never fails unseen', (_name, state) => {
    expect(state.TimeoutSeconds).toBeGreaterThan(0);
    expect(state.Retry?.length).toBeGreaterThan(0);
    expect(state.Catch?.map((catcher) => catcher.ErrorEquals)).toContainEqual(['States.ALL']);
    for (const retrier of state.Retry ?? []) {
      if (retrier.MaxAttempts === 0) continue;
      expect(retrier.JitterStrategy).toBe('FULL');
      expect(retrier.MaxDelaySeconds).toBeGreaterThan(0);
    }
  });

  it('gives a sub-check longer than its function, which outlasts the upstream', () => {
    const { TimeoutSeconds } = definition.States.RunSubChecks.ItemProcessor.States.SubCheck;
    // 25 s is the function's timeout in lib/verification-workflow.ts.
    expect(TimeoutSeconds).toBeGreaterThan(25);
    for (const { upstream } of Object.values(stages))
      for (const { timeoutSeconds } of Object.values(upstream.providers))
        expect(timeoutSeconds).toBeLessThanOrEqual(15);
  });

  it('tries a webhook at least 9 times, over about a day on average', () => {
    const [, schedule] = definition.States.PostWebhook.Retry;
    const waits = Array.from({ length: schedule.MaxAttempts }, (_, attempt) =>
      Math.min(schedule.IntervalSeconds * schedule.BackoffRate ** attempt, schedule.MaxDelaySeconds),
    );
    const meanHours = waits.reduce((sum, wait) => sum + wait / 2, 0) / 3600;
    expect(waits.length + 1).toBeGreaterThanOrEqual(9);
    expect(meanHours).toBeGreaterThan(24);
    expect(meanHours).toBeLessThan(32);
    expect(definition.TimeoutSeconds).toBeGreaterThan(2 * meanHours * 3600);
  });

  it('passes nothing on but ids, tasks and names', () => {
    const paths = [...text.matchAll(/"(?:[\w]+\.\$|Variable|ItemsPath)": "(\$[^"]*)"/g)].map(
      ([, path]) => path,
    );
    expect(new Set(paths)).toEqual(
      new Set([
        '$.reportId',
        '$$.Map.Item.Value',
        '$.tasks',
        '$.task',
        '$.failure.Error',
        '$.report.hasCallback',
      ]),
    );
  });
});
