import { describe, expect, it } from 'vitest';
import { type Call, type CallContext, judge, readPolicy, unclassified } from '../../src/policy/index.ts';
import type { JsonObject, JsonValue } from '../../src/protocol/index.ts';
import { operate } from './judge/operator.ts';
import { hostIn } from './tables/host-in.ts';
import { inCidr } from './tables/in-cidr.ts';
import { pathWithin } from './tables/path-within.ts';
import { publicHost } from './tables/public-host.ts';
import { regex } from './tables/regex.ts';
import type { Expectation, Row, Table } from './tables/row.ts';

const tables = { pathWithin, hostIn, publicHost, inCidr, regex };
const rowsOf = (some: readonly Table[]): number => some.reduce((sum, { rows }) => sum + rows.length, 0);

/** The reference, asked directly. */
function reference({ op, operand }: Table, [value]: Row): Expectation {
  const answer = operate({ path: 'args.v', op, value: operand }, value);
  return typeof answer === 'boolean' ? answer : 'unjudgeable';
}

/** The product, asked for permission and for refusal: *unjudgeable* permits nothing and refuses. */
function production({ op, operand }: Table, [value]: Row): Expectation | 'both' {
  const condition = { path: 'args.v', op, value: operand };
  const permitted = allows({ require: [condition] }, value);
  const spared = allows({ deny_if: [{ conditions: [condition] }] }, value);
  if (permitted === spared) return permitted ? 'both' : 'unjudgeable';
  return permitted;
}

const context: CallContext = {
  grant: { id: 'g', label: 'g', tags: new Map() },
  server: 's',
  organization: 'o',
  now: Date.UTC(2026, 0, 1),
};

function allows(rules: JsonObject, v: JsonValue): boolean {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', tools: { t: rules } }), 'json');
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const call: Call = { kind: 'tool', name: 't', arguments: { v }, facts: unclassified };
  return judge(read.policy, call, context).verdict === 'pass';
}

describe('adversarial tables', () => {
  it('are as long as they should be', () => {
    expect(rowsOf(pathWithin)).toBeGreaterThanOrEqual(90);
    expect(rowsOf(hostIn) + rowsOf(publicHost) + rowsOf(inCidr)).toBeGreaterThanOrEqual(150);
    expect(rowsOf(regex)).toBeGreaterThanOrEqual(60);
  });

  for (const [name, some] of Object.entries(tables)) {
    describe(name, () => {
      for (const table of some) {
        it.each(table.rows)('%j is %j: %s', (...row) => {
          expect(reference(table, row), 'the reference').toBe(row[1]);
          expect(production(table, row), 'production').toBe(row[1]);
        });
      }
    });
  }
});
