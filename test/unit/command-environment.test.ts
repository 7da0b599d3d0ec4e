import { afterEach, describe, expect, it } from '@jest/globals';
import { environmentVariable, portVariable, wholeNumberVariable } from '../../lib/command-environment.ts';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

describe('an environment variable of a command', () => {
  it.each(['', ' ', '\n'])('environment variable counts as unset when it is %j', (value) => {
    Object.assign(process.env, { KYC_SOMETHING: value, PORT: value });
    expect(environmentVariable('KYC_SOMETHING')).toBeUndefined();
    expect(wholeNumberVariable('KYC_SOMETHING', 10)).toBeUndefined();
    expect(portVariable()).toBeUndefined();
  });

  it('environment variable is read without surrounding space', () => {
    Object.assign(process.env, { KYC_SOMETHING: ' 7\n', PORT: '0' });
    expect(environmentVariable('KYC_SOMETHING')).toBe('7');
    expect(wholeNumberVariable('KYC_SOMETHING', 7)).toBe(7);
    expect(portVariable()).toBe(0);
  });

  it.each(['8', '-1', '1.5', '0x1', '1e0', 'NaN', 'x'])(
    'environment variable is refused as a number up to 7 when it is %s',
    (value) => {
      process.env.KYC_SOMETHING = value;
      expect(() => wholeNumberVariable('KYC_SOMETHING', 7)).toThrow(
        'KYC_SOMETHING is not a whole number from 0 to 7',
      );
    },
  );
});
