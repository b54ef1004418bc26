import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../protocol/index.ts';
import { judge, type ListedKind, listed, type Policy, readPolicy, unclassified } from '../index.ts';

const context = { grant: { id: 'g', label: 'g', tags: new Map() }, server: 's', organization: 'o', now: 0 };

function policyOf(document: JsonObject): Policy {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', ...document }), 'json');
  if (!read.ok) throw new Error(read.errors[0]?.message);
  return read.policy;
}

/** Which code a call of a name gets, or that it passes. */
function called(policy: Policy, kind: 'tool' | 'resource' | 'prompt', name: string): string {
  const call =
    kind === 'tool'
      ? ({ kind, name, arguments: {}, facts: unclassified } as const)
      : kind === 'prompt'
        ? ({ kind, name } as const)
        : ({ kind, uri: name } as const);
  const judgement = judge(policy, call, context);
  return judgement.verdict === 'refuse'
    ? `${judgement.code} ${judgement.rule} ${judgement.reason ?? ''}`.trim()
    : judgement.verdict;
}

describe('names', () => {
  const rules: JsonObject = {
    a: {},
    'deny*': { action: 'deny', reason: 'no' },
    'h*': { action: 'hide' },
    'deny-hide': { action: 'hide' },
  };
  const long = 'a'.repeat(128);
  it.each([
    ['a', 'pass', true],
    ['deny1', 'denied /$/deny*/action no', true],
    ['deny-hide', 'hidden /$/deny-hide/action', false],
    ['hide', 'hidden /$/h*/action', false],
    ['other', 'default_deny /default', false],
    [long, 'default_deny /default', false],
    [`${long}a`, 'unknown_tool', false],
    ['', 'unknown_tool', false],
    ['a b', 'unknown_tool', false],
    ['a\n', 'unknown_tool', false],
    ['é', 'unknown_tool', false],
  ])('%j', (name, outcome, shown) => {
    for (const [kind, section] of [
      ['tool', 'tools'],
      ['prompt', 'prompts'],
    ] as const) {
      const policy = policyOf({ [section]: rules });
      expect(called(policy, kind, name)).toBe(outcome.replace('$', section));
      expect(listed(policy, kind, name)).toBe(shown);
    }
  });

  it('under default allow, whatever nothing hides', () => {
    const policy = policyOf({ default: 'allow', tools: rules, prompts: rules });
    for (const kind of ['tool', 'prompt'] as const) {
      expect(called(policy, kind, 'other')).toBe('pass');
      expect(['other', 'hide', 'a b'].map((name) => listed(policy, kind, name))).toEqual([true, false, false]);
    }
    expect(listed(policy, 'resource', 'file:///x')).toBe(true);
    expect(called(policy, 'resource', 'file:///x')).toBe('pass');
  });

  it('and everything in observe, where judgements are the same', () => {
    const policy = policyOf({ mode: 'observe', hide: ['*'] });
    for (const kind of ['tool', 'prompt', 'resource', 'resourceTemplate'] as const)
      expect(listed(policy, kind, 'x y')).toBe(true);
    expect(called(policy, 'tool', 'x')).toBe('hidden /hide/0');
  });

  it('a plan is the same after twenty thousand other names', () => {
    const policy = policyOf({ default: 'allow', tools: { 't1*': { action: 'deny' } } });
    for (let index = 0; index <= 20_000; index++) policy.toolPlan(`t${index}`);
    expect(called(policy, 'tool', 't1')).toBe('denied /tools/t1*/action');
    expect(called(policy, 'tool', 't2')).toBe('pass');
  });
});

describe('resources', () => {
  it.each([
    ['file:///a', true],
    ['file:///a/./b', false],
    ['file:///a/..', false],
    ['file:///a/...', true],
    ['file:///a?x=/../', true],
    ['file:///a#/..', true],
    ['file:///%2e%2e/a', false],
    ['file:///%2Fa', false],
    ['file:///%5Ca', false],
    ['file:///%41', true],
    ['file:///a b', false],
    ['file:///a\\b', false],
    ['file:///a\u0000', false],
    ['file:///a\n', false],
    ['file://host/a', false],
    ['FILE:///a', false],
    ['http://Host/', false],
    ['http://host/A', true],
    ['http://hÖst/', false],
    ['http://u@host/', false],
    ['http://host/@', true],
    ['note:a/../b', false],
    ['note:A', true],
    ['a1+-.:x', true],
    ['1a:x', false],
    ['/a', false],
    ['', false],
    [':a', false],
  ])('%j is a URI that may be judged: %s', (uri, may) => {
    const policy = policyOf({ default: 'allow' });
    expect(called(policy, 'resource', uri)).toBe(may ? 'pass' : 'bad_request');
    expect(listed(policy, 'resource', uri)).toBe(may);
  });
});

/** URIs over few letters, so that patterns and templates meet. */
const segment = fc.constantFrom('a', 'b', 'ab', '');
const uriPattern = fc
  .array(fc.oneof(segment, fc.constant('*'), fc.constant('/')), { maxLength: 4 })
  .map((parts) => `x:${parts.join('')}`);
const action = fc.constantFrom('allow', 'deny', 'hide');
const template = fc
  .array(fc.oneof(segment, fc.constant('{v}'), fc.constant('/')), { maxLength: 4 })
  .map((parts) => `x:${parts.join('')}`);

it('a template is listed when a URI that it can make may be allowed', () => {
  fc.assert(
    fc.property(
      fc.dictionary(uriPattern, action, { maxKeys: 3 }),
      fc.constantFrom('allow', 'deny'),
      template,
      fc.array(fc.constantFrom('', 'a', 'b', 'ab', 'ba', '/', 'a/b', 'aa'), { minLength: 4, maxLength: 4 }),
      (entries, fallback, written, values) => {
        const resources = Object.fromEntries(
          Object.entries(entries).map(([pattern, one]) => [pattern, { action: one }]),
        );
        const policy = policyOf({ default: fallback, resources });
        let next = 0;
        const made = written.replaceAll('{v}', () => values[next++] ?? '');
        // Never unlisted while one of its URIs passes.
        if (called(policy, 'resource', made) === 'pass') expect(listed(policy, 'resourceTemplate', written)).toBe(true);
        // Where it makes one URI only, the list says what the judge says.
        if (made === written)
          expect(listed(policy, 'resourceTemplate', written)).toBe(called(policy, 'resource', made) === 'pass');
      },
    ),
    { numRuns: 2_000 },
  );
});

describe('templates', () => {
  const policy = policyOf({
    resources: {
      'x:*': {},
      'x:a*': { action: 'deny' },
      'x:*z': { action: 'hide' },
      'y:b': {},
      'y:*': { action: 'deny' },
      'w:a*': {},
    },
  });
  it.each<[ListedKind, string, boolean]>([
    ['resourceTemplate', 'x:{v}', true],
    ['resourceTemplate', 'x:a{v}', false],
    ['resourceTemplate', 'x:b{v}z', false],
    ['resourceTemplate', 'x:b{v}zy', true],
    ['resourceTemplate', 'y:{v}', false],
    ['resourceTemplate', 'y:b', false],
    ['resourceTemplate', '{v}', true],
    ['resourceTemplate', 'w:{v}', true],
    ['resourceTemplate', 'w:b{v}', false],
    ['resourceTemplate', 'v:{v}', false],
    ['resourceTemplate', 'x:b c{v}', false],
    ['resourceTemplate', 'x:%2e{v}', false],
    ['resourceTemplate', 'x:{a b}', true],
  ])('%s %s: %s', (kind, name, shown) => expect(listed(policy, kind, name)).toBe(shown));
});
