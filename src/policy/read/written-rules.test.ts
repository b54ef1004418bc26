import { expect, it } from 'vitest';
import { judge, type Policy, readPolicy, unclassified } from '../index.ts';
import { parseJson } from '../source/json.ts';
import { policyDocument } from './document.ts';
import { Report } from './report.ts';
import { thin } from './written-rules.ts';

const leaf = { path: 'args.x', op: 'eq', value: 1 };
const rules: Readonly<Record<string, object>> = {
  plain: {},
  counted: { rate_limit: { max: 3, window: 60 }, concurrency: 2 },
  required: { require: [leaf, { conditions: [leaf], on_deny: 'no' }], reason: 'because', action: 'deny' },
  denied: { deny_if: [{ conditions: [{ any: [leaf, { not: leaf }] }] }], rate_limit: { max: 1, window: 'day' } },
  asked: {
    approve_if: [{ conditions: [leaf], reason: 'sure?' }],
    approval: { timeout: '5m', approvers: { count: 2 } },
    action: 'require_approval',
  },
  each: { require: [{ each: 'args.items', all: [{ path: 'item', op: 'eq', value: 1 }] }] },
  pattern: { require: [{ path: 'args.x', op: 'regex', value: '^a' }] },
  nested: { require: [{ each: 'args.items', any: [{ path: 'item', op: 'fullmatch', value: 'a*' }] }] },
  mixed: { deny_if: [{ conditions: [{ any: [leaf, { path: 'args.x', op: 'regex', value: 'b$' }] }] }] },
  one: { require: [leaf], approve_if: [{ conditions: [leaf, { path: 'args.x', op: 'fullmatch', value: 'b' }] }] },
  schema: { require: [leaf], arguments: { properties: { x: { type: 'number' } } } },
  'a~b*': {},
  'long.*': { deny_if: Array.from({ length: 80 }, () => ({ conditions: [leaf] })) },
  last: { require: [{ path: 'tool.severity', op: 'eq', value: 'low' }] },
};
const names = Object.keys(rules).filter((name) => !name.includes('~'));

function read(format: 'json' | 'yaml'): Policy {
  const tools = Object.fromEntries(names.map((name) => [name, rules[name]]));
  const found = readPolicy(JSON.stringify({ version: '1', default: 'deny', tools }), format);
  if (!found.ok) throw new Error(found.errors[0]?.message);
  return found.policy;
}

/** Of YAML everything is kept as it was read; of JSON the conditions are read again when somebody asks. */
it('says of every entry what was read, however it is kept', () => {
  const whole = new Map(read('yaml').document.tools);
  for (const [pattern, kept] of read('json').document.tools) {
    const said = whole.get(pattern);
    for (const key of ['action', 'limits', 'concurrency', 'asksRisk', 'arguments'] as const) {
      expect(JSON.stringify(kept[key]), `${pattern} ${key}`).toBe(JSON.stringify(said?.[key]));
    }
    for (const key of ['place', 'reason', 'require', 'denyIf', 'approveIf', 'approval'] as const) {
      expect(JSON.stringify(kept[key]), `${pattern} ${key}`).toBe(JSON.stringify(said?.[key]));
    }
  }
});

it('keeps what is dear to read again, and lets go of the rest', () => {
  const kept = read('json').document.tools.filter(([, entry]) => Object.hasOwn(entry, 'require'));
  expect(kept.map(([pattern]) => pattern)).toEqual(['pattern', 'nested', 'mixed', 'one', 'schema', 'long.*']);
});

it('reads an entry again once', () => {
  const [[, entry] = [undefined, undefined]] = read('json').document.tools.filter(([pattern]) => pattern === 'each');
  expect(entry?.require.length).toBe(1);
  expect(entry?.require).toBe(entry?.require);
});

it('judges alike', () => {
  const context = { grant: { id: 'g', label: 'g', tags: new Map() }, server: 's', organization: 'o', now: 0 };
  const [json, yaml] = [read('json'), read('yaml')];
  for (const name of [...names, 'long.tail', 'unnamed']) {
    for (const given of [{}, { x: 1 }, { x: 'a' }, { items: [1] }, { items: ['a'], x: 1 }]) {
      const call = { kind: 'tool', name, arguments: given, facts: unclassified } as const;
      expect(JSON.stringify(judge(json, call, context))).toBe(JSON.stringify(judge(yaml, call, context)));
    }
  }
});

it('judges by nothing where the text is not what was read', () => {
  const [, rules] = read('yaml').document.tools.find(([pattern]) => pattern === 'each') ?? [];
  if (rules === undefined) throw new Error('no such entry');
  const at = (text: string) => thin({ ...rules, place: { pointer: '/tools/each', start: 0 } }, 'each', text, 10);
  expect(() => at('5').require).toThrow('does not read again');
  expect(() => at('{').require).toThrow('no JSON value at 0');
});

it.each([
  ['a whole document', { tools: rules, resources: { 'file:///*': {} }, prompts: { p: {} } }],
  ['what are no objects', { tools: 5, resources: [], prompts: null }],
  ['a value that is none', { tools: { t: { action: 'x' } } }],
  ['a policy inside of an object', undefined],
])('reads %s in one go as in steps', (_what, part) => {
  const policy = { version: '1', default: 'deny', ...part };
  const text = JSON.stringify(part === undefined ? { policy } : policy);
  const { root } = parseJson(text);
  if (root === undefined) throw new Error('no JSON');
  const [once, steps] = [new Report(text), new Report(text)];
  const whole = policyDocument.read(root, '', once);
  const reading = policyDocument.reading(root, '', steps);
  let step = reading.next();
  while (step.done !== true) step = reading.next();
  expect(JSON.stringify(step.value)).toBe(JSON.stringify(whole));
  expect(steps.errors(() => ({ line: 1, column: 1 }))).toEqual(once.errors(() => ({ line: 1, column: 1 })));
});
