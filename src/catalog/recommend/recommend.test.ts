/** Every sentence is read as a promise, and calls are judged against it: the sentence, not what it was made from. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { manualClock } from '../../kernel/index.ts';
import { decide } from '../../lab/index.ts';
import { type MemoryLimiter, memoryLimiter } from '../../limits/index.ts';
import { type Policy, readPolicy, unclassified } from '../../policy/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';
import { classify } from '../classify/classify.ts';
import { secretFiles } from './argument-rules.ts';
import type { RecommendedTool } from './plan-tool.ts';
import { type Recommendation, recommendForServer, recommendForTool } from './recommend.ts';
import { strengths } from './strength.ts';

const fixture = readFileSync(new URL('../../../test/catalog/labelled-tools.jsonl', import.meta.url), 'utf8');
const tools: readonly (RecommendedTool & { readonly server: string })[] = fixture
  .trimEnd()
  .split('\n')
  .map((line) => {
    const { server, name, inputSchema } = JSON.parse(line) as { server: string; name: string; inputSchema: JsonValue };
    return { server, name, inputSchema, ...classify({ server, name, inputSchema }) };
  })
  // Every third server: what is promised does not depend on how many tools there are.
  .filter(({ server, name }) => server.length % 3 === 0 && /^[A-Za-z0-9._-]{1,128}$/.test(name));

function policyOf({ document }: Recommendation): Policy {
  const read = readPolicy(JSON.stringify(document), 'json', { name: 'recommended' });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  expect(read.warnings).toEqual([]);
  return read.policy;
}

const context = {
  grant: { id: 'g', label: 'g', tags: new Map<string, string>() },
  server: 's',
  organization: 'o',
  now: 0,
};

function ending(policy: Policy, name: string, args: JsonObject, limiter?: MemoryLimiter): string {
  const call = { kind: 'tool' as const, name, arguments: args, facts: unclassified };
  const { outcome, code } = decide(policy, { call, context, refused: undefined }, limiter);
  return `${outcome} ${code ?? ''}`.trim();
}

const asUrl = (name: string): boolean => /ur[il]|endpoint|webhook|callback/i.test(name);

/** Arguments that a sentence has nothing against, by what it says of arguments. */
function innocent(sentence: string, tool: RecommendedTool): JsonObject {
  const of = (name: string, value: JsonValue): [string, JsonValue] => [name, isList(tool, name) ? [value] : value];
  return Object.fromEntries([
    ...[...sentence.matchAll(/with ([^,;]+?) (?:\(where it is given\) )?at a public address only/g)].map(
      ([, name = '']) => of(name, asUrl(name) ? 'https://example.com/x' : 'example.com'),
    ),
    ...[...sentence.matchAll(/no usual place of keys or credentials in ([^,;]+?)(?=[,;.]|$)/g)].map(([, name = '']) =>
      of(name, '/srv/data/a.txt'),
    ),
    ...[...sentence.matchAll(/with ([^,;]+?) at most (\d+) a call/g)].map(([, name = '']) => of(name, 1)),
  ]);
}

function isList({ inputSchema }: RecommendedTool, name: string): boolean {
  const properties = isJsonObject(inputSchema as JsonValue) ? (inputSchema as JsonObject).properties : undefined;
  const one = properties !== undefined && isJsonObject(properties) ? properties[name] : undefined;
  return one !== undefined && isJsonObject(one) && one.type === 'array';
}

/** Judges what a sentence about one tool promises. */
function keeps(recommendation: Recommendation, tool: RecommendedTool): void {
  const { sentence } = recommendation;
  const policy = policyOf(recommendation);
  const good = innocent(sentence, tool);
  const forwards = sentence.startsWith('Forwards every call of every tool');
  const would = (said: string): string =>
    forwards ? said.replace(/^deny/, 'would_deny').replace(/^hold/, 'would_hold') : said;
  expect(ending(policy, 'some.other-tool', {})).toBe(forwards ? 'allow' : 'deny default_deny');
  if (/[Dd]enies every call of /.test(sentence)) {
    expect(ending(policy, tool.name, good)).toBe(would('deny denied'));
    return;
  }
  const passes =
    sentence.includes('asks a person') || sentence.startsWith('Asks a person')
      ? would('hold approval_required')
      : 'allow';
  expect(ending(policy, tool.name, good)).toBe(passes);
  const most = Number(/at most (\d+) times a minute/.exec(sentence)?.[1]);
  if (passes === 'allow') {
    const limiter = memoryLimiter(manualClock(0));
    for (let call = 1; call <= most; call++) expect(ending(policy, tool.name, good, limiter)).toBe('allow');
    expect(ending(policy, tool.name, good, limiter)).toBe(would('deny rate_limited'));
  }
  for (const [name, value] of Object.entries(good)) {
    const bad =
      typeof value === 'number'
        ? 101
        : /public address/.test(sentence) && JSON.stringify(value).includes('example.com')
          ? '127.0.0.1'
          : '/home/a/.ssh/id_rsa';
    const said = ending(policy, tool.name, { ...good, [name]: Array.isArray(value) ? [bad] : bad });
    expect(said).toBe(would('deny condition'));
  }
  if (sentence.includes('with no argument that its definition does not name'))
    expect(ending(policy, tool.name, { ...good, 'not-in-the-definition': 1 })).toBe(would('deny arguments'));
}

it.each(strengths)(
  '%s: the policy of every labelled tool keeps what its sentence promises',
  (strength) => {
    for (const tool of tools) keeps(recommendForTool(tool, strength), tool);
  },
  120_000,
);

it.each(strengths)(
  '%s: so does the policy of every server',
  (strength) => {
    for (const [, own] of Map.groupBy(tools, ({ server }) => server)) {
      const recommendation = recommendForServer(own, strength);
      const policy = policyOf(recommendation);
      const { sentence } = recommendation;
      const counted = (word: RegExp): number => Number(word.exec(sentence)?.[1] ?? 0);
      const endings = [...new Set(own.map(({ name }) => name))].map((name) => {
        const plan = recommendation.plans.find(({ tool }) => tool === name);
        const tool = own.findLast((one) => one.name === name);
        // The arguments that its own sentence has nothing against.
        const alone = tool === undefined ? '' : recommendForTool(tool, strength).sentence;
        expect(plan?.tool).toBe(name);
        return ending(policy, name, tool === undefined ? {} : innocent(alone, tool));
      });
      expect(endings.filter((end) => end === 'allow')).toHaveLength(counted(/lets (\d+) through/));
      expect(endings.filter((end) => /hold/.test(end))).toHaveLength(counted(/asks a person before (\d+)/));
      expect(endings.filter((end) => /deny/.test(end))).toHaveLength(counted(/denies (\d+)/));
      expect(ending(policy, 'some.other-tool', {})).toBe(strength === 'observe' ? 'allow' : 'deny default_deny');
    }
  },
  120_000,
);

it('a rate is said of what is let through, not of what is denied', () => {
  const of = (category: RecommendedTool['category'], name: string): RecommendedTool => ({
    name,
    category,
    severity: category === 'read' ? 'low' : 'critical',
    flags: [],
    inputSchema: { type: 'object', properties: {} },
  });
  const said = (...some: readonly RecommendedTool[]): string => recommendForServer(some, 'strict').sentence;
  const [read, wipe] = [of('read', 'get_page'), of('destructive', 'wipe_disk')];
  expect(said(read, wipe)).toBe(
    'Of 2 tools lets 1 through, each up to a rate of its own; denies 1 and whatever else the server has or will have.',
  );
  expect(said(wipe)).toBe('Of 1 tool lets none through; denies 1 and whatever else the server has or will have.');
  expect(said(read)).toContain('; denies whatever else the server has or will have.');
});

it('a stricter strength never lets more through', () => {
  for (const tool of tools) {
    const [, guarded, strict] = strengths.map((strength) => recommendForTool(tool, strength).plans[0]);
    const rank = { allow: 2, ask: 1, deny: 0 };
    expect(rank[strict?.effect ?? 'allow']).toBeLessThanOrEqual(rank[guarded?.effect ?? 'deny']);
    expect(strict?.perMinute).toBeLessThanOrEqual(guarded?.perMinute ?? 0);
  }
});

it('of a server that nobody has looked at it forwards and records, whatever was asked for', () => {
  for (const strength of strengths) {
    const { document, sentence } = recommendForServer([], strength);
    expect(document).toMatchObject({ mode: 'observe', default: 'allow' });
    expect(sentence).toContain('nothing is known');
  }
});

it('takes whatever a schema may be', () => {
  const anySchema = fc.record({
    properties: fc.dictionary(
      fc.oneof(fc.constantFrom('url', 'host', 'path', 'file_url', '__proto__', 'amount'), fc.string()),
      fc.oneof(fc.anything(), fc.record({ type: fc.constantFrom('string', 'array', 'number', 'object') })),
    ),
    required: fc.anything(),
    additionalProperties: fc.anything(),
  });
  const names = fc.constantFrom('tcp_connect', 'delete_all', 'send_payment', 'read_file', 'constructor', 'x');
  fc.assert(
    fc.property(
      names,
      fc.oneof(anySchema, fc.anything()),
      fc.constantFrom(...strengths),
      (name, inputSchema, strength) => {
        const tool = { name, inputSchema, ...classify({ name, inputSchema }) };
        policyOf(recommendForTool(tool, strength));
      },
    ),
  );
  expect(() => recommendForTool({ ...classify({ name: 'a b' }), name: 'a b' }, 'guarded')).toThrow('cannot be called');
  expect(recommendForServer([{ ...classify({ name: 'x' }), name: '__proto__' }], 'guarded').plans).toEqual([]);
});

it('knows the places of keys on any system', () => {
  const pattern = new RegExp(secretFiles.slice(4), 'i');
  for (const path of [
    '/home/a/.ssh/id_rsa',
    '~/.aws/credentials',
    'C:\\Users\\a\\.ssh\\config',
    '.env',
    'x/.env.local',
    'id_ed25519',
  ])
    expect(pattern.test(path)).toBe(true);
  for (const path of ['/srv/environment.txt', 'docs/ssh.md', 'a.env', '/home/a/.envoy/x'])
    expect(pattern.test(path)).toBe(false);
});
