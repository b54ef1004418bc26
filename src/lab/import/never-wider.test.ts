import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Annotations, judge, type Policy, readPolicy } from '../../policy/index.ts';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { importClaudeCode } from './claude-code/import-claude-code.ts';
import { importCodex } from './codex/import-codex.ts';
import type { Imported } from './imported.ts';
import { importIntercept } from './intercept/import-intercept.ts';

type Answer = 'allow' | 'ask' | 'deny';

function policyOf({ document }: Imported): Policy {
  const read = readPolicy(JSON.stringify(document), 'json', { name: 'policy' });
  if (!read.ok) throw new Error(`${read.errors[0]?.message} in ${JSON.stringify(document)}`);
  return read.policy;
}

function ours(policy: Policy, name: string, args: JsonObject = {}, annotations: Annotations = {}): Answer {
  const context = { grant: { id: 'g', label: 'g', tags: new Map() }, server: 's', organization: 'o', now: 0 };
  const facts = { category: 'write', severity: 'high', annotations } as const;
  const judgement = judge(policy, { kind: 'tool', name, arguments: args, facts }, context);
  if (judgement.verdict === 'refuse') return 'deny';
  return judgement.approval === undefined ? 'allow' : 'ask';
}

const strictest: readonly Answer[] = ['allow', 'ask', 'deny'];
const atLeastAsStrict = (answer: Answer, source: Answer): boolean =>
  strictest.indexOf(answer) >= strictest.indexOf(source);

// ---- Intercept: what its engine says of arguments, written from its documentation and behaviour.

const printed = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(printed).join(' ')}]`;
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'object') {
    return `map[${Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, of]) => `${key}:${printed(of)}`)
      .join(' ')}]`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
};
const equal = (a: unknown, b: unknown): boolean =>
  typeof a === 'number' && typeof b === 'number' ? a === b : printed(a) === printed(b);
const among = (value: unknown, list: unknown): boolean =>
  Array.isArray(list) && list.some((item) => equal(value, item));

type Condition = { path: string; op: string; value: JsonValue };

function conditionHolds({ path, op, value }: Condition, args: JsonObject): boolean {
  let at: JsonValue | undefined = args;
  for (const key of path.split('.').slice(1)) {
    const isMap: boolean = typeof at === 'object' && at !== null && !Array.isArray(at);
    at = isMap && Object.hasOwn(at as JsonObject, key) ? (at as JsonObject)[key] : undefined;
  }
  if (op === 'exists') return (at !== undefined && at !== null) === value;
  if (at === undefined) return false;
  const numbers = typeof at === 'number' && typeof value === 'number';
  switch (op) {
    case 'eq':
      return equal(at, value);
    case 'neq':
      return !equal(at, value);
    case 'in':
      return among(at, value);
    case 'not_in':
      return !among(at, value);
    case 'lt':
      return numbers && Number(at) < Number(value);
    case 'lte':
      return numbers && Number(at) <= Number(value);
    case 'gt':
      return numbers && Number(at) > Number(value);
    case 'gte':
      return numbers && Number(at) >= Number(value);
    case 'regex':
      return typeof at === 'string' && typeof value === 'string' && new RegExp(value).test(at);
    case 'contains':
      if (typeof at === 'string') return typeof value === 'string' && at.includes(value);
      return Array.isArray(at) && at.some((item) => equal(item, value));
    default:
      return false;
  }
}

type Rule = { action?: string; conditions?: Condition[] };
type Intercept = { default?: string; hide?: string[]; tools: Record<string, { rules: Rule[] }> };

function intercept(
  { default: fallback = 'allow', hide = [], tools }: Intercept,
  name: string,
  args: JsonObject,
): Answer {
  const own = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (hide.includes(name) || hide.includes('*') || (fallback === 'deny' && own === undefined)) return 'deny';
  const rules = [...(own?.rules ?? []), ...(tools['*']?.rules ?? [])];
  const passes = rules.every(
    ({ action, conditions = [] }) =>
      action !== 'deny' && conditions.every((condition) => conditionHolds(condition, args)),
  );
  return passes ? 'allow' : 'deny';
}

const scalar = fc.constantFrom<JsonValue>(1, 5, '5', 'a', 'ab', true, 'true', '', '[a]', '<nil>');
const operand = fc.oneof({ weight: 4, arbitrary: scalar }, fc.array(scalar, { maxLength: 3 }), fc.constant(null));
const condition = fc.oneof(
  fc.record({
    path: fc.constantFrom('args.n', 'args.o.p', 'args.l', 'args.a b'),
    op: fc.constantFrom('eq', 'neq', 'contains'),
    value: operand,
  }),
  fc.record({
    path: fc.constantFrom('args.n', 'args.o.p'),
    op: fc.constantFrom('in', 'not_in'),
    value: fc.array(scalar, { maxLength: 3 }),
  }),
  fc.record({
    path: fc.constantFrom('args.n', 'args.s'),
    op: fc.constantFrom('lt', 'lte', 'gt', 'gte'),
    value: fc.constantFrom(1, 5),
  }),
  fc.record({ path: fc.constantFrom('args.n', 'args.s', 'args.o.p'), op: fc.constant('exists'), value: fc.boolean() }),
  fc.record({ path: fc.constant('args.s'), op: fc.constant('regex'), value: fc.constantFrom('^a', 'b$', '') }),
);
const rule = fc.oneof(
  { weight: 5, arbitrary: fc.record({ conditions: fc.array(condition, { minLength: 1, maxLength: 2 }) }) },
  fc.constant({ action: 'deny' }),
);
const rules = fc.record({ rules: fc.array(rule, { maxLength: 2 }) });
const interceptDocument = fc.record(
  {
    version: fc.constant('1'),
    default: fc.constantFrom('allow', 'deny'),
    hide: fc.constantFrom<string[]>([], ['h'], ['get_*'], ['*']),
    tools: fc.dictionary(fc.constantFrom('a', 'h', '*', 'get_*', 'get_x'), rules, { maxKeys: 4 }),
  },
  { requiredKeys: ['version', 'tools'] },
);
const value = fc.oneof(
  scalar,
  fc.constant(null),
  fc.array(scalar, { maxLength: 2 }),
  fc.dictionary(fc.constant('p'), scalar),
);
const args = fc.dictionary(fc.constantFrom('n', 's', 'o', 'l', 'a b'), value, { maxKeys: 4 });

it('what Intercept refuses is refused', async () => {
  let allowed = 0;
  await fc.assert(
    fc.asyncProperty(interceptDocument, fc.array(args, { minLength: 1, maxLength: 4 }), async (source, calls) => {
      const policy = policyOf(await importIntercept(JSON.stringify(source)));
      for (const call of calls) {
        for (const name of ['a', 'h', 'get_x', 'other']) {
          const answer = ours(policy, name, call as JsonObject);
          if (answer === 'allow') allowed++;
          expect(atLeastAsStrict(answer, intercept(source as Intercept, name, call as JsonObject))).toBe(true);
        }
      }
    }),
    { numRuns: 400 },
  );
  expect(allowed).toBeGreaterThan(50);
});

// ---- Claude Code: the first of deny, ask, allow that has a rule for the name as it is shown.

const glob = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);

function claudeCode(permissions: Record<string, string[]>, name: string): Answer {
  const shown = `mcp__git_hub__${name.replace(/[^A-Za-z0-9_-]/g, '_')}`;
  const has = (list: string): boolean =>
    (permissions[list] ?? []).some((text) => {
      const isAnchored = list !== 'allow' || text === 'mcp__git_hub' || text.startsWith('mcp__git_hub__');
      return isAnchored && (glob(text).test(shown) || glob(text).test('mcp__git_hub'));
    });
  return has('deny') ? 'deny' : has('ask') ? 'ask' : has('allow') ? 'allow' : 'ask';
}

const permissionRule = fc.constantFrom(
  'mcp__git_hub',
  'mcp__git_hub__*',
  'mcp__git_hub__get_*',
  'mcp__git_hub__delete_repo',
  'mcp__git_hub__a*b',
  'mcp__*',
  'mcp__git*',
  '*_repo',
  'mcp__*__get_x',
  'mcp__other__delete_repo',
  'Bash(rm *)',
);
const someRules = fc.array(permissionRule, { maxLength: 3 });

it('what Claude Code denies is denied, and what it asks for is not simply allowed', async () => {
  let allowed = 0;
  await fc.assert(
    fc.asyncProperty(fc.record({ allow: someRules, ask: someRules, deny: someRules }), async (permissions) => {
      const policy = policyOf(await importClaudeCode(JSON.stringify({ permissions }), 'git.hub'));
      for (const name of ['get_x', 'get.x', 'delete_repo', 'delete.repo', 'a_b', 'ab', 'other']) {
        const answer = ours(policy, name);
        if (answer === 'allow') allowed++;
        expect(atLeastAsStrict(answer, claudeCode(permissions, name)), name).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
  expect(allowed).toBeGreaterThan(50);
});

// ---- Codex: its lists, then its mode for the tool and what the tool says of itself.

type Mode = 'auto' | 'prompt' | 'writes' | 'approve';
interface CodexServer {
  enabled?: boolean;
  enabled_tools?: string[];
  disabled_tools?: string[];
  default_tools_approval_mode?: Mode;
  tools?: Record<string, { approval_mode?: Mode }>;
}

function codex(server: CodexServer, never: boolean, name: string, annotations: Annotations): Answer {
  const { enabled = true, enabled_tools: listed, disabled_tools: off = [] } = server;
  if (!enabled || (listed !== undefined && !listed.includes(name)) || off.includes(name)) return 'deny';
  const mode = server.tools?.[name]?.approval_mode ?? server.default_tools_approval_mode ?? 'auto';
  const { readOnlyHint, destructiveHint, openWorldHint } = annotations;
  const careful =
    destructiveHint === true || (readOnlyHint !== true && (destructiveHint !== false || openWorldHint !== false));
  const asks = mode === 'prompt' || (mode === 'writes' && readOnlyHint !== true) || (mode === 'auto' && careful);
  return asks ? (never ? 'deny' : 'ask') : 'allow';
}

const mode = fc.constantFrom<Mode>('auto', 'prompt', 'writes', 'approve');
const tool = fc.constantFrom('a', 'b', 'c');
const codexServer = fc.record(
  {
    enabled: fc.boolean(),
    enabled_tools: fc.array(tool, { maxLength: 2 }),
    disabled_tools: fc.array(tool, { maxLength: 2 }),
    default_tools_approval_mode: mode,
    tools: fc.dictionary(tool, fc.record({ approval_mode: mode }, { requiredKeys: [] }), { maxKeys: 2 }),
  },
  { requiredKeys: [] },
);
const hints = fc.record(
  { readOnlyHint: fc.boolean(), destructiveHint: fc.boolean(), openWorldHint: fc.boolean() },
  { requiredKeys: [] },
);

it('what Codex says of a tool is said here', async () => {
  const { stringify } = await import('smol-toml');
  await fc.assert(
    fc.asyncProperty(codexServer, fc.boolean(), hints, async (server, never, annotations) => {
      const text = stringify({
        ...(never && { approval_policy: 'never' }),
        mcp_servers: { 'my server': { command: 'x', ...server } },
      });
      const policy = policyOf(await importCodex(text));
      for (const name of ['a', 'b', 'c', 'd']) {
        expect(ours(policy, name, {}, annotations)).toBe(codex(server, never, name, annotations));
      }
    }),
    { numRuns: 500 },
  );
});
