import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallFactsRecord, Intent, TakenAmount } from '../../audit/index.ts';
import { intentLine, parseLine, recordLine } from './line.ts';
import { SharedFacts } from './shared-facts.ts';

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const few = fc.constantFrom('a', 'b', '"\t\u20ac');

/** Each differs from the first in one member. */
const amount: TakenAmount = { key: 'a', windowMs: 1, align: 'sliding', cost: 1 };
const taken: fc.Arbitrary<readonly TakenAmount[]> = fc.array(
  fc.constantFrom<TakenAmount>(
    amount,
    { ...amount },
    { ...amount, key: '"\t\u20ac' },
    { ...amount, family: 'f' },
    { ...amount, windowMs: 2 },
    { ...amount, align: 'calendar' },
    { ...amount, cost: 2 },
  ),
  { maxLength: 2 },
);

/** In which its members stand. */
const inOrder = ['key', 'family', 'windowMs', 'align', 'cost'];

/** Of each member few values, so that calls are alike in all but one now and then. */
const intent: fc.Arbitrary<Intent> = fc
  .record({
    requestId: few,
    time: fc.nat(9),
    organization: few,
    grant: fc.record({ id: few, label: few }),
    user: optional(few),
    session: optional(few),
    client: optional(fc.record({ name: few, version: few })),
    server: few,
    method: few,
    subject: optional(few),
    argumentKeys: optional(fc.array(few, { maxLength: 2 })),
    argumentValues: optional(fc.constantFrom({}, { a: 1 })),
    definitionHash: optional(few),
    policy: optional(few),
    policyVersion: optional(fc.constantFrom(1, 2)),
    trace: optional(few),
    continues: optional(few),
    takenAt: fc.nat(9),
    taken,
  })
  .map((facts) => ({ kind: 'intent', ...facts }));

/** One call and others that differ from it in few members. */
const calls = intent.chain((first) =>
  fc.array(
    fc
      .tuple(intent, fc.subarray(Object.keys(first) as (keyof Intent)[], { maxLength: 2 }))
      .map(([other, members]) => ({ ...first, ...Object.fromEntries(members.map((name) => [name, other[name]])) })),
    { minLength: 2, maxLength: 12 },
  ),
);

const facts: CallFactsRecord = {
  requestId: 'r',
  time: 1,
  organization: 'o',
  grant: { id: 'g', label: 'l' },
  server: 's',
  method: 'tools/call',
};

function read(line: string) {
  const parsed = parseLine(line);
  return parsed.kind === 'intent' ? parsed : expect.unreachable();
}

test('what a call says does not depend on what others have said', () => {
  fc.assert(
    fc.property(calls, (all) => {
      const shared = new SharedFacts();
      for (const call of all) {
        const { alike: _, ...said } = read(intentLine(call, false, shared));
        const { kind, takenAt, taken: amounts, ...facts } = call;
        expect(said).toEqual({
          kind,
          requestId: call.requestId,
          takenAt,
          taken: JSON.stringify(amounts, inOrder),
          facts: said.facts,
        });
        expect(JSON.parse(said.facts)).toEqual(JSON.parse(JSON.stringify({ ...facts, kind: 'call' })));
        expect(said.facts).toBe(read(intentLine(call, false)).facts);
        const record = { ...facts, kind: 'call', taken: amounts, outcome: 'deny', ms: 1 } as const;
        expect(recordLine(record, shared)).toBe(recordLine(record));
      }
    }),
    { numRuns: 1_000 },
  );
});

test('what a call took and the names of its arguments are its own, whatever the one before had', () => {
  const alike = new SharedFacts().of(facts);
  fc.assert(
    fc.property(taken, fc.array(few, { maxLength: 2 }), (amounts, keys) => {
      expect(alike.taken(amounts)).toBe(JSON.stringify(amounts, inOrder));
      expect(alike.argumentKeys(keys)).toBe(`,"argumentKeys":${JSON.stringify(keys)}`);
    }),
    { numRuns: 1_000 },
  );
});

test('calls that are alike have one number, and no number is given to others when all are forgotten', () => {
  const shared = new SharedFacts();
  const numberOf = (session: string): number | undefined =>
    read(intentLine({ ...facts, kind: 'intent', session, takenAt: 1, taken: [] }, false, shared)).alike;
  const sessions = Array.from({ length: 3_000 }, (_, n) => `s${n}`);
  const numbers = sessions.map((session) => {
    const number = numberOf(session);
    expect(numberOf(session)).toBe(number);
    return number;
  });
  expect(new Set(numbers).size).toBe(sessions.length);
  expect(numbers).not.toContain(numberOf('s0'));
});

test('an intent of before there were numbers is read as it was written', () => {
  const line = intentLine({ ...facts, kind: 'intent', takenAt: 7, taken: [] }, true);
  const { alike, ...said } = read(line);
  expect(alike).toBe(1);
  expect(read(line.slice(0, line.lastIndexOf('\t')))).toEqual({ ...said, alike: undefined });
});

test.each(['', 'i', 'i\t1', 'i\t1\t"r"\t[]', 'c\t"r"', 'x\t{}', '\t{}'])('%j is no line', (line) => {
  expect(() => parseLine(line)).toThrow('the journal holds a line of a kind that this version does not know');
});
