import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallRecord } from '../../audit/index.ts';
import { Headings } from './filed-under.ts';
import { parseLine, recordLine } from './line.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('"', '\\', '","server":"x', '\t', '}'),
);

const record: fc.Arbitrary<CallRecord> = fc.record(
  {
    kind: fc.constant('call' as const),
    requestId: text,
    time: fc.integer({ min: 0 }),
    organization: text,
    grant: fc.record({ id: text, label: text }),
    user: text,
    session: text,
    client: fc.record({ name: text, version: text }),
    server: text,
    method: text,
    subject: text,
    policy: text,
    outcome: fc.constant('allow' as const),
    ms: fc.constant(1),
  },
  { requiredKeys: ['kind', 'requestId', 'time', 'organization', 'grant', 'server', 'method', 'outcome', 'ms'] },
);

test('a record is filed under what it says, whatever it says', () => {
  const headings = new Headings();
  fc.assert(
    fc.property(record, fc.nat(9), (call, alike) => {
      const line = parseLine(recordLine(call));
      if (line.kind !== 'record') return expect.unreachable();
      const { time, grant, server, method, subject = null } = call;
      const heading = { grantId: grant.id, label: grant.label, server, method, subject };
      expect(headings.filed(line.text)).toEqual({ time, heading });
      // And once more, as what is remembered says it.
      expect(headings.filed(line.text)).toEqual({ time, heading });
      // Whatever number the line has: others had it before, and said something else.
      expect(headings.filed(line.text, alike)).toEqual({ time, heading });
      expect(headings.filed(line.text, alike)).toEqual({ time, heading });
    }),
    { numRuns: 2_000 },
  );
});
