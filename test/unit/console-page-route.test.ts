import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { executionParts, hashOf, parseRoute, type Route } from '../../console/src/shell/route.ts';

const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ view: 'form' }),
  fc.constant<Route>({ view: 'executions' }),
  fc.record({
    view: fc.constant('execution' as const),
    reportId: fc.uuid(),
    part: fc.constantFrom(...executionParts),
  }),
);

test('route of an address is the view that it was made for', () => {
  fc.assert(fc.property(routes, (route) => expect(parseRoute(hashOf(route))).toEqual(route)));
});

test('route of any other address is the form, or the progress of an execution', () => {
  expect(parseRoute('')).toEqual({ view: 'form' });
  expect(parseRoute('#/executions/../x')).toEqual({ view: 'form' });
  expect(parseRoute('#/executions/abc/nothing')).toEqual({
    view: 'execution',
    reportId: 'abc',
    part: 'progress',
  });
});
