import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Judgement, judge, listed, readPolicy, unclassified } from './index.ts';

/** The laws of section 3, over documents and calls that hit each other often. */
const names = ['a', 'ab', 'b.read', 'x'];
const name = fc.constantFrom(...names);
const pattern = fc.constantFrom('a', 'ab', 'a*', '*b', '*', 'b.*', 'x');
const scalar = fc.constantFrom<unknown>(1, 2, '1', 'ab', true, null);
const path = fc.constantFrom('args.n', 'args.s', 'args.l[*]', 'args.o.p', 'grant.label');
const leaf = fc.oneof(
  fc.record({ path, op: fc.constantFrom('eq', 'neq', 'contains'), value: scalar }),
  fc.record({ path, op: fc.constantFrom('in', 'not_in'), value: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
  fc.record({ path, op: fc.constantFrom('lt', 'gte'), value: fc.constantFrom(1, 2) }),
  fc.record({ path, op: fc.constantFrom('regex', 'starts_with', 'glob'), value: fc.constantFrom('a', '^ab$', 'a*') }),
);
const condition = fc.oneof(
  leaf,
  leaf.map((inner) => ({ not: inner })),
  fc.record({ any: fc.array(leaf, { minLength: 1, maxLength: 2 }) }),
  fc.record({ all: fc.array(leaf, { minLength: 1, maxLength: 2 }) }),
);
const denyIf = fc.record({ conditions: fc.array(condition, { maxLength: 2 }) });
const rules = fc.record(
  {
    action: fc.constantFrom('allow', 'deny', 'hide', 'require_approval'),
    require: fc.array(condition, { maxLength: 2 }),
    deny_if: fc.array(denyIf, { maxLength: 2 }),
    limits: fc.constantFrom([], [{ counter: 'c', window: 'minute', max: 3, scope: 'grant' }]),
  },
  { requiredKeys: [] },
);
const document = fc.record({
  version: fc.constant('1'),
  default: fc.constantFrom('allow', 'deny'),
  hide: fc.constantFrom<string[]>([], ['x'], ['a*']),
  tools: fc.uniqueArray(fc.tuple(pattern, rules), { selector: ([key]) => key, maxLength: 4 }),
});
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }), fc.record({ p: scalar }));
const args = fc.record({ n: value, s: value, l: value, o: value }, { requiredKeys: [] });

type Document = { version: string; default: string; hide: string[]; tools: [string, Record<string, unknown>][] };

function judged({ tools, ...rest }: Document, tool: string, given: object): Judgement {
  const read = readPolicy(JSON.stringify({ ...rest, tools: Object.fromEntries(tools) }), 'json');
  if (!read.ok) throw new Error(read.errors[0]?.message);
  const context = { grant: { id: 'g', label: 'ab', tags: new Map() }, server: 's', organization: 'o', now: 0 };
  return judge(read.policy, { kind: 'tool', name: tool, arguments: { ...given }, facts: unclassified }, context);
}

const shape = (judgement: Judgement): unknown =>
  judgement.verdict === 'refuse'
    ? judgement.code
    : { taken: judgement.demand.budgets.map(({ key }) => key).toSorted(), asked: judgement.approval !== undefined };

const all = fc.tuple(document as fc.Arbitrary<Document>, name, args as fc.Arbitrary<object>);
const runs = { numRuns: 1500 };

it('judging is deterministic', () => {
  fc.assert(
    fc.property(all, ([policy, tool, given]) => {
      expect(judged(policy, tool, given)).toEqual(judged(policy, tool, given));
    }),
    runs,
  );
});

it('the order of entries changes nothing', () => {
  fc.assert(
    fc.property(all, ([policy, tool, given]) => {
      const turned = { ...policy, tools: policy.tools.toReversed(), hide: policy.hide.toReversed() };
      expect(judged(turned, tool, given)).toEqual(judged(policy, tool, given));
    }),
    runs,
  );
});

it('duplicating the conditions of an entry changes neither outcome nor what is taken', () => {
  fc.assert(
    fc.property(all, ([policy, tool, given]) => {
      const twice = (list: unknown) => (Array.isArray(list) ? [...list, ...list] : []);
      const tools = policy.tools.map(([key, entry]): [string, Record<string, unknown>] => [
        key,
        { ...entry, require: twice(entry.require), deny_if: twice(entry.deny_if), limits: twice(entry.limits) },
      ]);
      expect(shape(judged({ ...policy, tools }, tool, given))).toEqual(shape(judged(policy, tool, given)));
    }),
    runs,
  );
});

it('adding a deny never allows more', () => {
  const deny = fc.tuple(pattern, denyIf);
  fc.assert(
    fc.property(all, deny, ([policy, tool, given], [key, rule]) => {
      // A deny for tools that the policy names already; naming others would lift `default: "deny"` from them.
      const tools = policy.tools.map(([known, entry]): [string, Record<string, unknown>] =>
        known === key ? [known, { ...entry, deny_if: [...((entry.deny_if as object[]) ?? []), rule] }] : [known, entry],
      );
      if (judged(policy, tool, given).verdict === 'refuse')
        expect(judged({ ...policy, tools }, tool, given).verdict).toBe('refuse');
    }),
    runs,
  );
});

/** Whether a pattern of this file stands for a name, without the code that is on trial. */
const standsFor = (key: string, tool: string): boolean =>
  new RegExp(`^${key.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(tool);

it('what one entry denies or hides is refused, however many others allow it, and however exactly', () => {
  fc.assert(
    fc.property(all, ([policy, tool, given]) => {
      const naming = policy.tools.filter(([key]) => standsFor(key, tool)).map(([, { action }]) => action);
      const hidden = naming.includes('hide') || policy.hide.some((key) => standsFor(key, tool));
      if (!hidden && !naming.includes('deny')) return;
      expect(judged(policy, tool, given)).toMatchObject({ verdict: 'refuse', code: hidden ? 'hidden' : 'denied' });
    }),
    runs,
  );
});

it('what no entry names is denied by default', () => {
  fc.assert(
    fc.property(all, ([policy, , given]) => {
      const narrow = { ...policy, default: 'deny', tools: policy.tools.filter(([key]) => key !== '*') };
      expect(judged(narrow, 'zzz', given).verdict).toBe('refuse');
    }),
    runs,
  );
});

it('a type that no operator on its path judges never turns a refusal into an allow', () => {
  const judgesNothing = fc.constantFrom<unknown>([{}], [[]]);
  fc.assert(
    fc.property(all, fc.constantFrom('n', 's'), judgesNothing, ([policy, tool, given], key, wrong) => {
      // `contains` judges lists, and an operand that names null judges every type.
      const tools = policy.tools.filter(([, entry]) => !/contains|null/.test(JSON.stringify(entry)));
      const before = judged({ ...policy, tools }, tool, given);
      const after = judged({ ...policy, tools }, tool, { ...given, [key]: wrong });
      // Where the argument was absent before, the law speaks of nothing.
      if (before.verdict === 'refuse' && Object.hasOwn(given, key)) expect(after.verdict).toBe('refuse');
    }),
    runs,
  );
});

it('lists and judgements agree', () => {
  fc.assert(
    fc.property(all, ([policy, tool, given]) => {
      const { tools, ...rest } = policy;
      const read = readPolicy(JSON.stringify({ ...rest, tools: Object.fromEntries(tools) }), 'json');
      if (!read.ok) throw new Error('unreadable');
      const result = judged(policy, tool, given);
      const unlisted = result.verdict === 'refuse' && (result.code === 'hidden' || result.code === 'default_deny');
      expect(listed(read.policy, 'tool', tool)).toBe(!unlisted);
    }),
    runs,
  );
});
