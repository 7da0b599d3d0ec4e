import { expect, it } from '@jest/globals';
import { runAgainst } from '../support/command-line.ts';

/** What a terminal would obey: it clears the screen, by both of its forms. */
const hostile = '\u001b[2J\u009b2J';

it('output strips control sequences that a terminal would execute from API answers', async () => {
  const { code, shown } = await runAgainst(
    (_request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      const error = { field: `mobile${hostile}`, message: `must be${hostile} one` };
      response.end(JSON.stringify({ message: `No${hostile}.`, requestId: 'r', errors: [error] }));
    },
    ['verify', '--mobile', '13800138000'],
  );
  expect(code).toBe(2);
  expect(shown).toBe('mobile [2J 2J must be [2J 2J one\n');
});
