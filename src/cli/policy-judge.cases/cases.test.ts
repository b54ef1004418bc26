import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../protocol/index.ts';
import { type Answer, LineJudge } from '../policy-judge-line.ts';
import { type Group, told, tool } from './case.ts';
import { conditions } from './conditions.ts';
import { errors } from './errors.ts';

const judge = new LineJudge();
const answer = (line: JsonValue): Answer => judge.answer(Buffer.from(JSON.stringify(line)));

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
