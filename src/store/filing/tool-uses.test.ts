import fc from 'fast-check';
import { expect, it } from 'vitest';
import { outcomes } from '../../kernel/index.ts';
import type { Heading } from '../journal/filed-under.ts';
import { ToolUses } from './tool-uses.ts';

const few = fc.constantFrom('a', 'b', 'a","b');
const call: fc.Arbitrary<[Heading, number, string]> = fc.tuple(
  fc.record({
    grantId: few,
    label: fc.constant('g'),
    server: few,
    method: fc.constantFrom('tools/call', 'resources/read'),
    subject: fc.option(few),
  }),
  fc.nat(1_000),
  fc.constantFrom(...outcomes),
);

it('keeps of each grant and tool when it was called last, by what went out, each once and in one order', () => {
  fc.assert(
    fc.property(fc.array(call), (calls) => {
      const uses = new ToolUses();
      for (const [heading, time, outcome] of calls) uses.add(heading, time, outcome);
      const went = calls.filter(
        ([{ method, subject }, , outcome]) =>
          method === 'tools/call' &&
          subject !== null &&
          ['allow', 'would_deny', 'would_hold', 'error'].includes(outcome),
      );
      const named = Map.groupBy(went, ([{ grantId, server, subject }]) => JSON.stringify([grantId, server, subject]));
      const expected = [...named].map(([name, of]) => [name, Math.max(...of.map(([, time]) => time))]);
      const found = uses
        .inOrder()
        .map(({ grantId, server, tool, at }) => [JSON.stringify([grantId, server, tool]), at]);
      expect(found).toEqual(expected.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
    }),
  );
});
