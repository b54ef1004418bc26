import { describe, expect, it } from 'vitest';
import { readInput } from '../../src/cli/policy/policy-input.ts';
import { diffPolicies, type PolicyDiff } from '../../src/lab/index.ts';
import { judge, type Policy, readPolicy } from '../../src/policy/index.ts';
import type { JsonObject } from '../../src/protocol/index.ts';
import { anyStep, contextOf } from '../reference/generate/call.ts';
import { anyDocument } from '../reference/generate/document.ts';
import { choices, type Random } from '../reference/generate/random.ts';
import type { PolicyDocument } from '../reference/judge/document.ts';

const read = (document: object): Policy => {
  const result = readPolicy(JSON.stringify(document), 'json', { name: 'policy' });
  if (!result.ok) throw new Error(result.errors[0]?.message);
  return result.policy;
};

type Call = Parameters<typeof judge>[1];
type Context = Parameters<typeof judge>[2];

/** How far a call gets: 0 refused, 1 held, 2 allowed. */
function reach(policy: Policy, call: Call, context: Context): number {
  const judgement = judge(policy, call, context);
  return judgement.verdict === 'refuse' ? 0 : judgement.approval === undefined ? 2 : 1;
}

/** A document and a relative of it: an entry or a rule less, one of another document more, or another default. */
function pairOf(seed: number): readonly [PolicyDocument, PolicyDocument] {
  const random = choices(seed);
  const [old, other] = [anyDocument(random), anyDocument(random)];
  return [old, random.chance(0.15) ? other : relative(old, other, random)];
}

function relative(old: PolicyDocument, other: PolicyDocument, random: Random): PolicyDocument {
  const tools = Object.entries(old.tools ?? {});
  const others = Object.entries(other.tools ?? {});
  const [name, rules] = tools.length > 0 ? random.pick(tools) : ['t', {}];
  const keys = Object.keys(rules);
  const changed = [
    { ...old, default: other.default },
    { ...old, tools: Object.fromEntries(tools.filter(([key]) => key !== name)) },
    { ...old, tools: { ...old.tools, ...(others.length > 0 && Object.fromEntries([random.pick(others)])) } },
    { ...old, tools: { ...old.tools, ...(keys.length > 0 && { [name]: without(rules, random.pick(keys)) }) } },
    { ...old, tools: { ...old.tools, [name]: { ...rules, require: others[0]?.[1].require ?? [] } } },
    { ...old, all_tools: other.all_tools ?? {} },
  ] as readonly PolicyDocument[];
  const picked = random.pick(changed);
  const valid = readPolicy(JSON.stringify(picked), 'json').ok;
  return valid ? picked : old;
}

function without(rules: object, key: string): object {
  return Object.fromEntries(Object.entries(rules).filter(([other]) => other !== key));
}

const examplesOf = (found: PolicyDiff) =>
  found.items.flatMap(({ changes }) => changes.filter((change) => change.kind === 'call'));

function inputOf(example: JsonObject) {
  const { call } = readInput(Buffer.from(JSON.stringify({ call: example })));
  if (call === undefined) throw new Error('no call');
  return call;
}

describe('generated pairs of policies', () => {
  const seeds = Array.from({ length: 100 }, (_, seed) => seed + 1);

  it('each example, read back as `policy judge` reads it, is judged as the difference says', () => {
    let examples = 0;
    for (const seed of seeds) {
      const [old, now] = pairOf(seed).map(read) as [Policy, Policy];
      for (const { example, from, to, became } of examplesOf(diffPolicies(old, now))) {
        const { call, context } = inputOf(example);
        const [before, after] = [judge(old, call, context), judge(now, call, context)];
        const rules = [before, after].map(
          (each) => (each.verdict === 'refuse' ? each.rule : each.approval?.rule) || null,
        );
        expect([seed, example, ...rules]).toEqual([seed, example, from.rule, to.rule]);
        if (became !== 'terms') expect(reach(old, call, context)).not.toBe(reach(now, call, context));
        examples++;
      }
    }
    expect(examples).toBeGreaterThan(100);
  });

  it('what is proven is so: no call is wider or narrower than a difference that says that none is', () => {
    let proven = 0;
    let changed = 0;
    for (const seed of seeds) {
      const [older, newer] = pairOf(seed);
      const [old, now] = [read(older), read(newer)];
      const found = diffPolicies(old, now);
      const random = choices(seed + 10_000);
      const certain = {
        wider: found.proven.widening && !found.widening,
        narrower: found.proven.narrowing && !found.narrowing,
      };
      if (certain.wider || certain.narrower) proven++;
      for (let count = 0; count < 40; count++) {
        const step = anyStep(
          random,
          random.chance(0.5) ? older : newer,
          Date.UTC(2026, 0, 1) + random.int(604_800) * 1000,
        );
        const context = contextOf(step);
        const [before, after] = [reach(old, step.call, context), reach(now, step.call, context)];
        if (before !== after) changed++;
        if (certain.wider) expect([seed, step.call, after <= before]).toEqual([seed, step.call, true]);
        if (certain.narrower) expect([seed, step.call, after >= before]).toEqual([seed, step.call, true]);
      }
    }
    expect(proven).toBeGreaterThan(40);
    expect(changed).toBeGreaterThan(200);
  });

  it('a policy does not differ from itself, however its entries are shuffled', () => {
    for (const seed of seeds) {
      const random = choices(seed);
      const document = anyDocument(random);
      const shuffled = shuffle(document, random) as PolicyDocument;
      const found = diffPolicies(read(document), read(shuffled));
      expect([seed, found.document, found.items.flatMap(({ changes }) => changes)]).toEqual([seed, [], []]);
      expect([seed, found.proven]).toEqual([seed, { widening: true, narrowing: true }]);
    }
  });

  it('more to refuse is never wider', () => {
    for (const seed of seeds) {
      const random = choices(seed);
      const document = anyDocument(random);
      const donor = Object.values(anyDocument(random).tools ?? {}).flatMap((rules) => rules.deny_if ?? []);
      const denying = {
        ...document,
        all_tools: { ...document.all_tools, deny_if: [...(document.all_tools?.deny_if ?? []), ...donor] },
      };
      const found = diffPolicies(read(document), read(denying));
      expect([seed, found.widening, found.proven.widening]).toEqual([seed, false, true]);
    }
  });
});

/** The members of objects in another order: none of them means anything. */
function shuffle(value: unknown, random: Random): unknown {
  if (Array.isArray(value) || value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, item]) => [random.next(), key, shuffle(item, random)] as const);
  return Object.fromEntries(entries.toSorted((a, b) => a[0] - b[0]).map(([, key, item]) => [key, item]));
}

describe('small scope: all policies of at most two rules about one argument', () => {
  const leaves = [
    { path: 'args.x', op: 'eq', value: 1 },
    { path: 'args.x', op: 'not_in', value: [1, 'a'] },
    { path: 'args.x', op: 'exists' },
    { path: 'args.x', op: 'lt', value: 2 },
    { not: { path: 'args.x', op: 'type', value: 'string' } },
  ];
  const rules = leaves.flatMap((leaf) => [{ require: [leaf] }, { deny_if: [{ conditions: [leaf] }] }] as const);
  const both = (a: object, b: object): object => ({
    require: [a, b].flatMap((rule) => ('require' in rule ? (rule.require as object[]) : [])),
    deny_if: [a, b].flatMap((rule) => ('deny_if' in rule ? (rule.deny_if as object[]) : [])),
  });
  const all = [{}, ...rules, ...rules.flatMap((a, index) => rules.slice(index + 1).map((b) => both(a, b)))];
  const policies = all.map((t) => read({ version: '1', default: 'deny', tools: { t } }));
  /** One value of each class that these conditions tell apart. */
  const values = [undefined, null, 1, 2, 0, 3, 'a', 'b', true, [], {}];
  const context: Context = { grant: { id: 'g', label: 'g', tags: new Map() }, server: 's', organization: 'o', now: 0 };
  const calls = values.map((x) => inputOf({ tool: 't', arguments: x === undefined ? {} : { x } }).call);
  const vectors = policies.map((policy) => calls.map((call) => reach(policy, call, context)).join(''));

  it('a change is reported exactly where trying every value finds one', () => {
    const tools = [{ name: 't', annotations: {} }];
    let same = 0;
    for (const [index, old] of policies.entries()) {
      for (const [other, now] of policies.entries()) {
        if ((index * 31 + other) % 3 !== 0) continue;
        const found = diffPolicies(old, now, tools);
        const [a = '', b = ''] = [vectors[index], vectors[other]];
        const wider = a.split('').some((before, at) => before < (b[at] ?? ''));
        const narrower = a.split('').some((before, at) => before > (b[at] ?? ''));
        expect([index, other, found.widening, found.narrowing, found.proven]).toEqual([
          index,
          other,
          wider,
          narrower,
          { widening: true, narrowing: true },
        ]);
        if (!wider && !narrower) same++;
      }
    }
    expect(same).toBeGreaterThan(policies.length / 3);
  });
});
