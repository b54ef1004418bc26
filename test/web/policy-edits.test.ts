import { describe, expect, test } from 'vitest';
import { policySchema, readPolicy } from '../../src/policy/index.ts';
import {
  at,
  insertValue,
  isList,
  isObject,
  type JsonObject,
  type JsonValue,
  moveItem,
  operatorsOf,
  type Path,
  type Posture,
  plainValue,
  postureOf,
  postures,
  reachOf,
  readTree,
  removeValue,
  renameKey,
  setPosture,
  setPostures,
  setValue,
} from '../../web/src/features/policy/model/index.ts';
import { anyDocument } from '../reference/generate/document.ts';
import { choices } from '../reference/generate/random.ts';

const value = (text: string): JsonValue => plainValue(readTree(text));
const document = (text: string): JsonObject => value(text) as JsonObject;

/** Two hundred generated policies, each in one of the ways in which people write JSON. */
const texts = Array.from({ length: 200 }, (_, seed) => {
  const random = choices(seed + 1);
  const whole = anyDocument(random);
  const spelled = [
    JSON.stringify(whole),
    JSON.stringify(whole, null, 2),
    JSON.stringify(whole, null, '\t'),
    `\n ${JSON.stringify(whole, null, 4).replaceAll('": ', '"  :').replaceAll(',\n', ' ,\r\n')}\n\n`,
    JSON.stringify(whole).replaceAll('{', '{ ').replaceAll('"version"', '"\\u0076ersion"'),
  ];
  return { seed, text: spelled[seed % spelled.length] ?? '' };
});

/** Every path of a value, the root left out. */
function paths(of: JsonValue, path: Path = []): Path[] {
  const children: [string | number, JsonValue][] = isList(of)
    ? of.map((item, index) => [index, item])
    : isObject(of)
      ? Object.entries(of)
      : [];
  return children.flatMap(([step, child]) => [[...path, step], ...paths(child, [...path, step])]);
}

/** Some of them, spread over the document. */
const sample = (text: string): Path[] => {
  const all = paths(value(text));
  return all.filter((_, index) => index % Math.ceil(all.length / 12) === 0);
};

/** The same edit on the plain value: what the edit of the text must come to. */
function replaced(of: JsonValue, path: Path, by: JsonValue): JsonValue {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  if (isList(of)) return of.map((item, index) => (index === step ? replaced(item, rest, by) : item));
  return Object.fromEntries(
    Object.entries(of as JsonObject).map(([key, item]) => [key, key === step ? replaced(item, rest, by) : item]),
  );
}

describe('two hundred generated policies', () => {
  test('are read whole, and nothing is changed by a value that is put where it already stands', () => {
    for (const { text } of texts) {
      expect(value(text)).toEqual(JSON.parse(text));
      for (const path of sample(text)) {
        const there = at(value(text), path) as JsonValue;
        if (typeof there === 'object') continue;
        expect(value(setValue(text, path, there))).toEqual(value(text));
      }
    }
  });

  test('one changed value: the document is that document, and every byte around the value stays', () => {
    for (const { text, seed } of texts) {
      const random = choices(seed + 1_000);
      const all = paths(value(text));
      for (let i = 0; i < 6; i++) {
        const path = random.pick(all);
        const marker = `changed-${seed}-${i}`;
        const after = setValue(text, path, marker);
        expect(value(after)).toEqual(replaced(value(text), path, marker));
        // Back again by the same way: the very text.
        const start = after.indexOf(`"${marker}"`);
        const was = text.slice(start, text.length - (after.length - start - marker.length - 2));
        expect(after.replace(`"${marker}"`, () => was)).toBe(text);
      }
    }
  });

  test('what is put in and taken out again leaves the text as it was', () => {
    for (const { text } of texts) {
      expect(removeValue(setValue(text, ['description'], 'new'), ['description'])).toBe(text);
      for (const path of sample(text)) {
        const there = at(value(text), path);
        if (isList(there) && there.length > 0) {
          expect(removeValue(insertValue(text, path, there.length, 'new'), [...path, there.length])).toBe(text);
          expect(removeValue(insertValue(text, path, 0, 'new'), [...path, 0])).toBe(text);
        }
        if (isObject(there) && Object.keys(there).length > 0) {
          expect(removeValue(setValue(text, [...path, 'new-key'], 1), [...path, 'new-key'])).toBe(text);
        }
      }
    }
  });

  test('each can be built anew by edits of the builder alone, from the smallest document', () => {
    for (const { text } of texts) {
      const wanted = document(text);
      let built = '{\n  "version": "1",\n  "default": "deny"\n}\n';
      const put = (path: Path, of: JsonValue): void => {
        if (isList(of) && of.length > 0)
          of.forEach((item, index) => {
            built = insertValue(built, path, index, isObject(item) ? {} : item);
            if (isObject(item)) for (const [key, inner] of Object.entries(item)) put([...path, index, key], inner);
          });
        else if (isObject(of) && Object.keys(of).length > 0)
          for (const [key, inner] of Object.entries(of)) put([...path, key], inner);
        else built = setValue(built, path, of);
      };
      for (const [key, of] of Object.entries(wanted)) put([key], of);
      expect(value(built)).toEqual(wanted);
      expect(readPolicy(built, 'json').ok).toBe(true);
    }
  });

  test('what is made of many entries at once is what is made of them one after the other, to the byte where the text has lines', () => {
    for (const { text } of texts.filter(({ seed }) => seed % 4 === 0)) {
      const [tools, hide] = [at(value(text), ['tools']), at(value(text), ['hide'])];
      const there = isObject(tools) ? Object.keys(tools) : [];
      const hidden = [...new Set(isList(hide) ? hide.filter((name) => typeof name === 'string') : [])];
      for (const posture of postures) {
        for (const names of [['new_1', 'new_2', 'new_3'], ['new_1', ...there, 'new_2'], there.slice(1), hidden]) {
          const single = names.reduce((now, name) => setPosture(now, name, posture), text);
          const many = setPostures(text, names, posture);
          expect(value(many)).toEqual(value(single));
          // In a text of one line the spaces of the one entry are what the next one goes by.
          if (/\n[ \t]+"/.test(text)) expect(many).toBe(single);
        }
      }
    }
  });

  test('a renamed entry keeps its rules and its place, to the byte', () => {
    for (const { text } of texts) {
      const tools = at(value(text), ['tools']);
      if (!isObject(tools)) continue;
      for (const name of Object.keys(tools)) {
        const renamed = renameKey(text, ['tools', name], 'renamed_tool');
        expect(renameKey(renamed, ['tools', 'renamed_tool'], name)).toBe(text);
      }
    }
  });

  test('every posture, for every tool of every policy, is the one that is shown afterwards, and is valid', () => {
    for (const { text } of texts.filter(({ seed }) => seed % 4 === 0)) {
      for (const tool of ['read', 'brand_new']) {
        for (const posture of postures) {
          const after = setPosture(text, tool, posture);
          const rules = at(value(after), ['tools', tool]);
          const shown = postureOf(rules);
          if (shown !== 'custom') expect(posture === 'custom' ? 'custom' : shown).toBe(posture);
          expect(readPolicy(after, 'json').ok, `${after}\n${tool} ${posture}`).toBe(true);
        }
      }
    }
  });
});

const seed = {
  version: '1',
  default: 'deny',
  tools: { tcp_connect: { limits: [{ counter: 'tcp_connect_rate', window: 'minute', max: 10, scope: 'grant' }] } },
};

test('one click on Limit makes the example of the documentation', () => {
  const after = setPosture('{\n  "version": "1",\n  "default": "deny"\n}\n', 'tcp_connect', 'limit');
  expect(value(after)).toEqual(seed);
  expect(after).toBe(`{
  "version": "1",
  "default": "deny",
  "tools": {
    "tcp_connect": {
      "limits": [{ "counter": "tcp_connect_rate", "window": "minute", "max": 10, "scope": "grant" }]
    }
  }
}
`);
});

test('a tool that is no longer to be hidden leaves the list of hidden ones', () => {
  const text = '{ "version": "1", "default": "deny", "hide": ["a", "b"] }';
  expect(value(setPosture(text, 'a', 'allow'))).toEqual({
    version: '1',
    default: 'deny',
    hide: ['b'],
    tools: { a: {} },
  });
  expect(document(setPosture('{"version":"1","default":"deny","hide":["a"]}', 'a', 'deny')).hide).toBeUndefined();
});

test('what applies to a tool is said with where it comes from', () => {
  const text = { version: '1', default: 'deny', hide: ['x*'], tools: { 'get_*': {}, get_a: { action: 'deny' } } };
  expect(reachOf(text, 'get_a')).toEqual({ own: 'deny', effective: 'deny', through: ['get_*'] });
  expect(reachOf(text, 'get_b')).toEqual({ own: 'unset', effective: 'allow', through: ['get_*'] });
  expect(reachOf(text, 'xyz')).toEqual({ own: 'unset', effective: 'hide', through: ['hide: x*'] });
  expect(reachOf(text, 'other')).toEqual({ own: 'unset', effective: 'deny', through: ['default'] });
  expect(reachOf(text, 'constructor')).toEqual({ own: 'unset', effective: 'deny', through: ['default'] });
});

describe('edits of lists', () => {
  test('items are moved with their spelling', () => {
    expect(moveItem('[ 1.0,\n "a" , {} ]', [], 0, 2)).toBe('[ "a",\n {} , 1.0 ]');
    expect(moveItem('[1, 2]', [], 0, 5)).toBe('[1, 2]');
  });
  test('what is not there is not edited', () => {
    const text = '{"a": [1], "b": 2}';
    expect(removeValue(text, ['c'])).toBe(text);
    expect(removeValue(text, ['a', 4])).toBe(text);
    expect(removeValue(text, ['b', 'c'])).toBe(text);
    expect(renameKey(text, ['a'], 'b')).toBe(text);
    expect(setValue(text, ['b', 'c'], 1)).toBe(text);
  });
  test('a text that is no JSON is not edited', () => {
    for (const text of ['', '{', '{"a" 1}', '[1,]', '{} {}', '{"a": tru}', "{'a': 1}", '[1 2]', `${'['.repeat(80)}`]) {
      expect(() => setValue(text, ['a'], 1)).toThrow(/expected/);
    }
  });
});

/** Each construct of the language: how the builder makes it, and how it changes it. */
const condition = { path: 'args.a', op: 'eq', value: 'x' };
const limit = { counter: 'c', window: 'minute', max: 1, scope: 'grant' };
const shared = (under: Path): [Path, JsonValue, JsonValue][] => [
  [[...under, 'require'], [condition], [{ conditions: [condition], on_deny: 'no' }]],
  [[...under, 'deny_if'], [{ conditions: [condition], on_deny: 'no' }], [{ conditions: [] }]],
  [
    [...under, 'approve_if'],
    [{ conditions: [condition], reason: 'why', timeout: '5m', approvers: { groups: ['ops'], count: 2 } }],
    [{ conditions: [] }],
  ],
  [[...under, 'concurrency'], 1, 5],
  [[...under, 'limits'], [limit], [{ ...limit, on_deny: 'slow down' }]],
];
const constructs: [Path, JsonValue, JsonValue][] = [
  [['$schema'], 'https://example.com/policy.json', 'https://example.com/other.json'],
  [['version'], '1', '1'],
  [['description'], 'a', 'b\nc'],
  [['mode'], 'observe', 'enforce'],
  [['default'], 'allow', 'deny'],
  [['hide'], ['x'], ['x*', 'y']],
  ...shared(['all_tools']),
  ...shared(['tools', 'get_*']),
  [['tools', 't', 'action'], 'deny', 'require_approval'],
  [['tools', 't', 'reason'], 'a', 'b'],
  [
    ['tools', 't', 'arguments'],
    { type: 'object', additionalProperties: false, properties: { a: { type: 'string' } } },
    {},
  ],
  [['tools', 't', 'rate_limit'], { max: 10, window: 60 }, { max: 2.5, window: '15m', scope: 'session' }],
  [
    ['tools', 't', 'approval'],
    { timeout: '10m', hold: 30, approvers: { groups: ['a'], count: 1 } },
    { timeout: 'hour' },
  ],
  ...(['second', 'day', 90, '36h'] as const).map((window): [Path, JsonValue, JsonValue] => [
    ['tools', 't', 'limits'],
    [{ ...limit, window }],
    [limit],
  ]),
  ...(['session', 'user', 'server', 'organization'] as const).map((scope): [Path, JsonValue, JsonValue] => [
    ['tools', 't', 'limits'],
    [{ ...limit, scope }],
    [limit],
  ]),
  [
    ['tools', 't', 'limits'],
    [
      {
        ...limit,
        per: ['args.a', { path: 'args.url', as: 'host' }],
        cost: { path: 'args.n', min: 0.5 },
        durable: true,
      },
    ],
    [{ ...limit, cost: 2, align: 'calendar' }],
  ],
  [['resources', 'file:///srv/*'], { action: 'deny', reason: 'no' }, { limits: [limit] }],
  [['prompts', 'plan*'], { action: 'hide' }, { action: 'allow' }],
  [['server_requests'], { sampling: 'allow', roots: 'allow', elicitation: 'all' }, { elicitation: 'deny' }],
  [['approval'], { timeout: '20m', hold: 'minute', approvers: { groups: ['a', 'b'], count: 2 } }, { timeout: 60 }],
  [['audit'], { arguments: 'paths', paths: ['args.a', 'args.b[*]'] }, { arguments: 'keys' }],
  [['timezone'], 'Europe/Berlin', 'UTC'],
  ...[
    { all: [condition] },
    { any: [condition, condition] },
    { not: condition },
    { each: 'args.items', all: [{ path: 'item.a', op: 'exists' }] },
  ].map((group): [Path, JsonValue, JsonValue] => [['tools', 't', 'require'], [condition], [group]]),
];

describe('every construct of the language', () => {
  test.each(constructs)('%j is made, changed and taken away', (path, first, second) => {
    const start = '{\n  "version": "1",\n  "default": "deny"\n}\n';
    for (const of of [first, second]) {
      const after = setValue(setValue(start, path, first), path, of);
      expect(at(value(after), path)).toEqual(of);
      const read = readPolicy(after, 'json');
      expect(read.ok ? [] : read.errors).toEqual([]);
    }
  });

  test('no key of the engine’s schema is missing here', () => {
    const made = new Set<string>();
    const keys = (of: JsonValue): void => {
      if (isList(of)) of.forEach(keys);
      else if (isObject(of)) {
        for (const [key, inner] of Object.entries(of)) {
          made.add(key);
          keys(inner);
        }
      }
    };
    for (const [path, ...values] of constructs) {
      for (const step of path) made.add(String(step));
      values.forEach(keys);
    }
    const known = new Set<string>();
    const walk = (schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [key, of] of Object.entries(schema)) {
        if (key === 'properties') for (const name of Object.keys(of)) known.add(name);
        walk(of);
      }
    };
    walk(policySchema());
    expect([...known].filter((key) => !made.has(key))).toEqual([]);
  });

  const operands: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
    ['any', 'x'],
    ['anyList', ['x', 1]],
    ['order', 3],
    ['flag', false],
    ['type', 'string'],
    ['text', 'x'],
    ['count', 2],
  ]);
  const lists = new Map([
    ['path_within', '/srv'],
    ['host_in', 'example.com'],
    ['in_cidr', '10.0.0.0/8'],
  ]);
  test.each(operatorsOf(policySchema() as JsonObject))(
    'operator $name with what its control gives',
    ({ name, operand }) => {
      const operandValue = operand === 'textList' ? [lists.get(name) ?? ''] : operands.get(operand);
      const leaf: JsonObject = {
        path: 'args.a',
        op: name,
        ...(operandValue === undefined ? {} : { value: operandValue }),
      };
      const after = insertValue('{"version":"1","default":"deny","tools":{}}', ['tools', 't', 'require'], 0, leaf);
      const read = readPolicy(after, 'json');
      expect(read.ok ? [] : read.errors).toEqual([]);
    },
  );

  test('words of the builder', () => {
    const words: Posture[] = ['unset', 'allow', 'limit', 'ask', 'deny', 'hide', 'custom'];
    expect(postures).toEqual(words);
  });
});
