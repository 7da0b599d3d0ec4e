import { describe, expect, it } from '@jest/globals';
import { parsePollRequest } from '@kyc-china/core/contract/parse-poll';
import { InvalidRequestError } from '@kyc-china/core/contract/problems';
import { longestToken } from '../../packages/core/contract/token-form.ts';

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.Zm9v';

function problemsOf(body: unknown): readonly { field: string; message: string }[] {
  try {
    parsePollRequest(body);
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.problems;
    throw error;
  }
  return [];
}

describe('a poll', () => {
  it('poll accepts the token alone', () => {
    expect(parsePollRequest({ token })).toEqual({ token });
  });

  it.each([
    [`Bearer ${token}`, 'the word Bearer'],
    [`bearer ${token}`, 'the word Bearer'],
    [`${token}\n`, 'a space or line break'],
    [` ${token}\r\n`, 'a space or line break'],
    [`"${token}"`, 'quotation marks'],
    [`'${token}'`, 'quotation marks'],
    [`“${token}”`, 'quotation marks'],
    [`"Bearer ${token}"\n`, 'a space or line break and quotation marks and the word Bearer'],
  ])('poll names what is around the token: %j', (sent, words) => {
    const problems = problemsOf({ token: sent });
    expect(problems).toEqual([
      { field: 'token', message: `must be the token alone, without ${words} around it` },
    ]);
    expect(JSON.stringify(problems)).not.toContain(token);
  });

  it.each([
    '',
    'Bearer ',
    '""',
    'a token',
    `${token} ${token}`,
    ' '.repeat(longestToken * 4),
    `"${'"'.repeat(4000)}`,
  ])('poll explains what a token is for other text: %#', (sent) => {
    expect(problemsOf({ token: sent })).toEqual([
      { field: 'token', message: 'must be the token from the response to the request' },
    ]);
  });
});
