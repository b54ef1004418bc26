import { describe, expect, it } from 'vitest';
import { type JudgedLine, LineJudge } from '../../src/cli/policy/policy-judge-line.ts';
import type { JsonValue } from '../../src/protocol/index.ts';
import { type Group, told, tool } from './sentences/case.ts';
import { conditions } from './sentences/conditions.table.ts';
import { decisions } from './sentences/decisions.table.ts';
import { errors } from './sentences/errors.table.ts';
import { sequences } from './sentences/sequences.table.ts';

const judge = new LineJudge();
const answer = (line: JsonValue): JudgedLine => judge.answer(Buffer.from(JSON.stringify(line)));

function each<Row>(groups: readonly Group<Row>[], check: (row: Row) => void): void {
  for (const { says, rows } of groups) {
    describe(says, () => {
      for (const [index, row] of rows.entries()) it(`${index}: ${JSON.stringify(row).slice(0, 160)}`, () => check(row));
    });
  }
}

describe('conditions', () => {
  each(conditions, ([condition, args, permits, refuses]) => {
    const call = { tool: 't', arguments: args };
    const permission = told(answer({ policy: tool({ require: [condition] }), call }));
    const refusal = told(answer({ policy: tool({ deny_if: [{ conditions: [condition] }] }), call }));
    expect(permission).toBe(permits === 'permits' ? 'allow' : 'deny condition /tools/t/require/0');
    expect(refusal).toBe(refuses === 'refuses' ? 'deny condition /tools/t/deny_if/0' : 'allow');
  });
});

describe('documents', () => {
  each(errors, ([policyText, error, nearest]) => {
    const [first] = answer({ policyText }).errors;
    expect(first === undefined ? 'valid' : `${first.pointer} ${first.line}:${first.column}`).toBe(error);
    expect(first?.nearest ?? undefined).toBe(nearest);
  });
});

describe('decisions', () => {
  each(decisions, ([policy, call, decision]) => {
    expect(told(answer({ policy, call }))).toBe(decision);
  });
});

describe('calls in a row', () => {
  const start = Date.UTC(2026, 0, 1);
  let counters = 0;
  each(sequences, ({ document: policy, calls }) => {
    counters += 1;
    const answers = calls.map(([seconds, call]) => {
      const now = new Date(start + seconds * 1000).toISOString();
      return told(answer({ policy, call: { ...call, now }, counters: `${counters}` }));
    });
    expect(answers).toEqual(calls.map(([, , decision]) => decision));
  });

  it('at most 10,000 live values for one budget and scope value; beyond, deny without a wait', () => {
    const limit = { counter: 'c', window: 'minute', max: 1, scope: 'grant', per: ['args.x'] };
    const policy = tool({ limits: [limit] });
    const ask = (x: number, grant: string): string =>
      told(
        answer({ policy, call: { tool: 't', arguments: { x }, grant, now: '2026-01-01T00:00:00Z' }, counters: 'many' }),
      );
    for (let x = 0; x < 10_000; x++) ask(x, 'a');
    expect(ask(10_000, 'a')).toBe('deny rate_limited /tools/t/limits/0');
    expect(ask(10_000, 'b')).toBe('allow');
  });
});
