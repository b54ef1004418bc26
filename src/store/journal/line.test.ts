import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallEnding } from '../../audit/index.ts';
import { outcomes } from '../../kernel/index.ts';
import { Endings, endingLine, parseLine } from './line.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('"', '\\', '","givenBack":true,"x":"', '","upstream":', ',"ms":', '\t', '}'),
);

const ending: fc.Arbitrary<CallEnding> = fc.record(
  {
    kind: fc.constant('ending' as const),
    requestId: text,
    outcome: fc.constantFrom(...outcomes),
    code: fc.constantFrom('denied', 'rate_limited', 'upstream_timeout'),
    rule: text,
    approval: text,
    decidedBy: fc.array(text, { maxLength: 2 }),
    givenBack: fc.constant(true as const),
    interrupted: fc.constant(true as const),
    upstream: fc.record({ status: text, ms: fc.nat() }),
    ms: fc.nat(),
  },
  { requiredKeys: ['kind', 'requestId', 'outcome', 'ms'] },
);

test('an ending is read as it was written, whatever else stands in it', () => {
  const endings = new Endings();
  fc.assert(
    fc.property(ending, (call) => {
      const line = parseLine(endingLine(call));
      if (line.kind !== 'ending') return expect.unreachable();
      expect(line.requestId).toBe(call.requestId);
      const { outcome, code, givenBack } = endings.read(line.ending);
      expect({ outcome, code, givenBack }).toEqual({
        outcome: call.outcome,
        code: call.code,
        givenBack: call.givenBack,
      });
    }),
    { numRuns: 2_000 },
  );
});
