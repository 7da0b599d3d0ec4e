import { expect, it } from '@jest/globals';
import { localStage, onStage } from '../../operations/stage-connection.ts';

it('command to copy names the stage, except the local run, which is the default', () => {
  const line = 'npm run webhooks -- list';
  expect(onStage({ name: localStage }, line)).toBe(line);
  expect(onStage({ name: 'production' }, line)).toBe(`${line} --stage production`);
});
