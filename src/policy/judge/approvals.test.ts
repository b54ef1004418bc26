import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../protocol/index.ts';
import { type ApprovalDemand, type Approvers, judge, readPolicy, unclassified } from '../index.ts';

const context = { grant: { id: 'g', label: 'g', tags: new Map() }, server: 's', organization: 'o', now: 0 };

function asked(document: JsonObject): ApprovalDemand | undefined {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', ...document }), 'json');
  if (!read.ok) throw new Error(read.errors[0]?.message);
  const judgement = judge(read.policy, { kind: 'tool', name: 't', arguments: {}, facts: unclassified }, context);
  if (judgement.verdict === 'refuse') throw new Error(judgement.code);
  return judgement.approval;
}

const approvers = fc.record(
  { groups: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }), count: fc.integer({ min: 1, max: 3 }) },
  { requiredKeys: [] },
);
const approval = fc.record(
  { timeout: fc.integer({ min: 1, max: 900 }), hold: fc.integer({ min: 1, max: 60 }), approvers },
  { requiredKeys: [] },
);
const entry = fc.record(
  {
    action: fc.constantFrom('allow', 'require_approval'),
    approval,
    ask: fc.option(fc.record({ timeout: fc.integer({ min: 1, max: 900 }), approvers }, { requiredKeys: [] }), {
      nil: undefined,
    }),
  },
  { requiredKeys: ['action'] },
);

type Rule = { timeout?: number; hold?: number; approvers?: { groups?: string[]; count?: number } };

/** The strictest of what several say, of those that say something. */
const least = (said: (number | undefined)[]): number | undefined => {
  const all = said.filter((one) => one !== undefined);
  return all.length === 0 ? undefined : Math.min(...all);
};
const most = (said: (number | undefined)[]): number | undefined => {
  const all = said.filter((one) => one !== undefined);
  return all.length === 0 ? undefined : Math.max(...all);
};
const shared = (said: (string[] | undefined)[]): string[] | undefined =>
  said
    .filter((one) => one !== undefined)
    .reduce<string[] | undefined>((a, b) => (a === undefined ? b : a.filter((one) => b.includes(one))), undefined);

it('what the asking entry says is nearer than what the others say, of which the strictest counts, then the policy', () => {
  fc.assert(
    fc.property(
      fc.array(entry, { minLength: 1, maxLength: 3 }),
      fc.option(approval, { nil: undefined }),
      (entries, top) => {
        const patterns = ['t', 't*', '*'];
        const tools = Object.fromEntries(
          entries.map(({ action, approval: own, ask }, index): [string, JsonObject] => [
            patterns[index] ?? '',
            {
              action,
              ...(own && { approval: own as JsonObject }),
              ...(ask && { approve_if: [{ conditions: [], ...ask } as unknown as JsonObject] }),
            },
          ]),
        );
        const others: Rule[] = entries.flatMap(({ approval: own }) => (own as Rule | undefined) ?? []);
        const asks = entries.flatMap(({ action, approval: own, ask }) => {
          const chains = [...(action === 'require_approval' ? [{}] : []), ...(ask ? [ask as Rule] : [])];
          return chains.map((rule: Rule) => {
            const nearest: Rule[] = [rule, (own as Rule | undefined) ?? {}];
            const rest = (top as Rule | undefined) ?? {};
            const groups =
              nearest.map((one) => one.approvers?.groups).find((one) => one !== undefined) ??
              shared(others.map((one) => one.approvers?.groups)) ??
              rest.approvers?.groups;
            return {
              timeoutMs:
                1000 *
                (nearest.map((one) => one.timeout).find((one) => one !== undefined) ??
                  least(others.map((one) => one.timeout)) ??
                  rest.timeout ??
                  900),
              holdMs:
                1000 * ((own as Rule | undefined)?.hold ?? least(others.map((one) => one.hold)) ?? rest.hold ?? 45),
              groups,
              count:
                nearest.map((one) => one.approvers?.count).find((one) => one !== undefined) ??
                most(others.map((one) => one.approvers?.count)) ??
                rest.approvers?.count ??
                1,
            };
          });
        });
        const demand = asked({ tools, ...(top && { approval: top as JsonObject }) });
        if (asks.length === 0) {
          expect(demand).toBeUndefined();
          return;
        }
        const groups = shared(asks.map((one) => one.groups));
        expect(demand).toMatchObject({
          timeoutMs: Math.min(...asks.map((one) => one.timeoutMs)),
          holdMs: Math.min(...asks.map((one) => one.holdMs)),
          approvers: { count: Math.max(...asks.map((one) => one.count)) },
        });
        expect(decides(demand?.approvers)).toEqual(groups?.toSorted() ?? ['a', 'b', 'c', 'nobody']);
        expect(demand?.rules).toHaveLength(asks.length);
      },
    ),
    { numRuns: 1_000 },
  );
});

/** Who may decide, of some groups: an empty list lets everybody. */
function decides(said: Approvers | undefined): string[] {
  return ['a', 'b', 'c', 'nobody'].filter((group) => said?.groups.length === 0 || said?.groups.includes(group));
}

describe('what an approval is bound to', () => {
  const entries = (tool: JsonObject, top: JsonObject = {}): readonly string[] =>
    asked({ tools: { t: tool }, ...top })?.entries ?? [];
  const two = [
    { conditions: [], reason: 'one' },
    { conditions: [], reason: 'two' },
  ];
  const same: [string, readonly string[], readonly string[]][] = [
    ['the order of entries', entries({ approve_if: two }), entries({ approve_if: two.toReversed() })],
    ['how often one is repeated', entries({ approve_if: two }), entries({ approve_if: [...two, ...two] })],
    [
      'how long it waits',
      entries({ approve_if: two }),
      entries({ approve_if: two, approval: { timeout: 5, hold: 5 } }),
    ],
    ['what does not ask', entries({ approve_if: two }), entries({ approve_if: two, limits: [] })],
  ];
  it.each(same)('is not %s', (_what, a, b) => expect(a).toEqual(b));

  const base = entries({ approve_if: two });
  const other: [string, readonly string[]][] = [
    ['one entry less', entries({ approve_if: two.slice(1) })],
    ['another reason', entries({ approve_if: [two[0] as JsonObject, { conditions: [], reason: 'three' }] })],
    [
      'another condition',
      entries({
        approve_if: [two[0] as JsonObject, { conditions: [{ path: 'args.x', op: 'neq', value: 1 }], reason: 'two' }],
      }),
    ],
    ['more who must agree', entries({ approve_if: two, approval: { approvers: { count: 2 } } })],
    ['others who must agree', entries({ approve_if: two }, { approval: { approvers: { groups: ['a'] } } })],
    ['an action beside it', entries({ action: 'require_approval', approve_if: two })],
  ];
  it.each(other)('is %s', (_what, entries) => expect(entries).not.toEqual(base));
});

describe('reasons', () => {
  it('are all told once, and the first that asks is the rule', () => {
    const demand = asked({
      tools: {
        t: {
          action: 'require_approval',
          reason: 'same',
          approve_if: [{ conditions: [] }, { conditions: [], reason: 'two' }],
        },
        '*': { approve_if: [{ conditions: [], reason: 'same' }] },
      },
    });
    expect(demand).toMatchObject({
      rule: '/tools/t/action',
      rules: ['/tools/t/action', '/tools/t/approve_if/0', '/tools/t/approve_if/1', '/tools/*/approve_if/0'],
      reasons: ['same', 'two'],
    });
  });
});
