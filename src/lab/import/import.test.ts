import { expect, it } from 'vitest';
import { readPolicy } from '../../policy/index.ts';
import { lint } from '../lint/lint.ts';
import { importClaudeCode } from './claude-code/import-claude-code.ts';
import { residualsOf } from './claude-code/residuals.ts';
import { importCodex } from './codex/import-codex.ts';
import { ImportError, type Imported } from './imported.ts';
import { importIntercept } from './intercept/import-intercept.ts';

/** What was made, which must be a policy that the reader has nothing to say of. */
function checked(imported: Imported): Imported['document'] {
  const read = readPolicy(JSON.stringify(imported.document), 'json');
  expect(read.ok ? read.warnings : read.errors).toEqual([]);
  return imported.document;
}

const places = ({ notes }: Imported, effect: string): string[] =>
  notes.filter((note) => note.effect === effect).map(({ place }) => place);

const shop = `
version: "1"
description: "What agents may do in the shop"
hide: [rotate_keys, "bad name"]
tools:
  create_order:
    rules:
      - name: small orders
        conditions:
          - { path: args.total, op: lte, value: 250 }
          - { path: args.lines.currency, op: in, value: [eur, usd] }
        on_deny: Orders over 250 are for people.
      - name: spend of a day
        conditions:
          - { path: state.create_order.spent, op: lt, value: 1000 }
        on_deny: Enough for today.
        state: { counter: spent, window: day, increment_from: args.total }
  refund:
    rules:
      - { name: few, rate_limit: 5/hour, on_deny: Five refunds an hour. }
      - name: after an order
        conditions:
          - { path: state.create_order.spent, op: gt, value: 0 }
  drop_table:
    rules:
      - { name: never, action: deny, on_deny: "Not by\\nan agent." }
  note: { rules: [] }
  "*":
    rules:
      - { name: all, rate_limit: 60/minute }
`;

it('carries a policy of Intercept', async () => {
  const imported = await importIntercept(shop);
  expect(checked(imported)).toEqual({
    version: '1',
    default: 'allow',
    description: 'What agents may do in the shop',
    hide: ['rotate_keys'],
    all_tools: { limits: [{ counter: '_global._rate_minute', window: 'minute', max: 60, scope: 'server' }] },
    tools: {
      create_order: {
        require: [
          {
            conditions: [
              { path: 'args.total', op: 'lte', value: 250 },
              { path: 'args.lines.currency', op: 'in', value: ['eur', 'usd'] },
            ],
            on_deny: 'Orders over 250 are for people.',
          },
        ],
        limits: [
          {
            counter: 'create_order.spent',
            window: 'day',
            max: 999,
            scope: 'server',
            cost: { path: 'args.total' },
            on_deny: 'Enough for today.',
          },
        ],
      },
      refund: { action: 'deny' },
      drop_table: { action: 'deny', reason: 'Not by an agent.' },
      note: {},
    },
  });
  expect(places(imported, 'narrower')).toEqual(['limits', 'limits', 'tools.refund.rules[1]', 'server_requests']);
  expect(places(imported, 'left out')).toEqual(['hide[1]']);
});

it.each<[what: string, rule: string]>([
  ['an operator that nobody has', 'conditions: [{path: args.a, op: like, value: x}]'],
  ['a pattern that is none', 'conditions: [{path: args.a, op: regex, value: "("}]'],
  ['a path to neither', 'conditions: [{path: env.a, op: eq, value: x}]'],
  ['no conditions', 'conditions: []'],
  ['an unknown action', 'action: ask'],
  ['a rate in weeks', 'rate_limit: 5/week'],
  ['a rate beside conditions', 'rate_limit: 5/hour, conditions: [{path: args.a, op: exists, value: true}]'],
  [
    'a lower bound on a counter',
    'conditions: [{path: state.t.c, op: gte, value: 1}], state: {counter: c, window: day}',
  ],
  ['a counter without its state', 'conditions: [{path: state.t.c, op: lte, value: 1}]'],
  ['a negation of lists', 'conditions: [{path: args.a, op: neq, value: [1]}]'],
  ['a negation of several types', 'conditions: [{path: args.a, op: not_in, value: [1, a]}]'],
  [
    'a negative amount',
    'conditions: [{path: state.t.c, op: lte, value: 9}], state: {counter: c, window: day, increment: -1}',
  ],
])('refuses what a rule with %s is about', async (_, rule) => {
  const imported = await importIntercept(`{version: "1", tools: {t: {rules: [{name: n, ${rule}}]}}}`);
  expect(checked(imported).tools).toEqual({ t: { action: 'deny' } });
  expect(places(imported, 'narrower')).toContain('tools.t.rules[0]');
  const general = await importIntercept(
    `{version: "1", tools: {"*": {rules: [{name: n, ${rule.replaceAll('state.t.', 'state._global.')}}]}}}`,
  );
  expect(checked(general).all_tools).toEqual({ deny_if: [{ conditions: [] }] });
});

it('carries rules of Claude Code for one server', async () => {
  const settings = {
    permissions: {
      allow: ['Bash(npm run *)', 'mcp__github__get_issue', 'mcp__github__list_*', 'mcp__sentry', 'mcp__*'],
      ask: ['mcp__github__create_*', 'mcp__github__list_secrets'],
      deny: ['mcp__github__delete_*', 'Read(./.env)', 'mcp__github__merge(branch:main)'],
      defaultMode: 'bypassPermissions',
    },
  };
  const imported = await importClaudeCode(JSON.stringify(settings), 'github');
  expect(checked(imported)).toEqual({
    version: '1',
    default: 'deny',
    all_tools: {
      approve_if: [{ conditions: [{ path: 'tool.name', op: 'fullmatch', value: 'list[._]secrets' }] }],
    },
    tools: {
      'delete_*': { action: 'deny' },
      merge: { action: 'deny' },
      'create_*': { action: 'require_approval' },
      list_secrets: { action: 'require_approval' },
      get_issue: {},
      'list_*': {},
    },
  });
  expect(places(imported, 'left out')).toEqual([
    'permissions.deny[1]',
    'permissions.allow[0]',
    'permissions.allow[3]',
    'permissions.allow[4]',
  ]);
  expect(places(imported, 'narrower')).toEqual([
    'permissions.deny[2]',
    'permissions.defaultMode',
    'permissions',
    'default',
    'server_requests',
  ]);
});

it('takes the server from the rules where they name one, and hides one that is switched off', async () => {
  const one = { permissions: { allow: ['mcp__a__x'] }, disabledMcpjsonServers: ['a'] };
  expect(checked(await importClaudeCode(JSON.stringify(one)))).toMatchObject({ hide: ['*'], tools: { x: {} } });
  const two = { permissions: { allow: ['mcp__a__x', 'mcp__b'] } };
  await expect(importClaudeCode(JSON.stringify(two))).rejects.toThrow(/several servers \(a, b\)/);
});

it('carries what Codex says of a server', async () => {
  const imported = await importCodex(`
model = "gpt-5"
[mcp_servers.docs]
command = "docs-server"
enabled_tools = ["search", "open", "edit", "bad name"]
disabled_tools = ["open"]
[mcp_servers.docs.tools.search]
approval_mode = "approve"
[mcp_servers.docs.tools.edit]
approval_mode = "prompt"
`);
  expect(checked(imported)).toMatchObject({
    version: '1',
    default: 'deny',
    hide: ['open'],
    tools: { search: {}, edit: { action: 'require_approval' }, open: { approve_if: [{}, {}] } },
  });
  expect(places(imported, 'left out')).toEqual(['mcp_servers.docs.enabled_tools']);
});

it('asks, in Codex’s default mode, for what does not say that it only reads', async () => {
  const imported = await importCodex(
    '[mcp_servers.a]\nurl = "https://a.example"\n[mcp_servers.a.tools.t]\napproval_mode = "approve"',
  );
  const document = checked(imported);
  expect(document).toMatchObject({ default: 'allow', tools: { t: {} } });
  expect(JSON.stringify(document.all_tools)).toContain('{"path":"tool.name","op":"not_in","value":["t"]}');
  const read = readPolicy(JSON.stringify(document), 'json');
  expect(read.ok && lint(read.policy)).toEqual([]);
});

it.each<[what: string, work: () => Promise<Imported>, words: RegExp]>([
  ['YAML', () => importIntercept('a: [1'), /no YAML/],
  ['another version', () => importIntercept('version: "2"'), /version "1"/],
  ['JSON', () => importClaudeCode('{'), /JSON/],
  ['no rules of a server', () => importClaudeCode('{"permissions":{"allow":["Bash"]}}'), /no MCP server/],
  ['TOML', () => importCodex('a = '), /no TOML/],
  ['no such server', () => importCodex('[mcp_servers.a]\ncommand="x"', 'b'), /no table/],
])('says what is wrong: %s', async (_, work, words) => {
  const failed = work();
  await expect(failed).rejects.toThrow(ImportError);
  await expect(failed).rejects.toThrow(words);
});

it.each<[glob: string, literal: string, left: string[]]>([
  ['mcp__a__x', 'mcp__a__', ['x']],
  ['mcp__a__*', 'mcp__a__', ['*']],
  ['mcp__*', 'mcp__a__', ['*']],
  ['*_x', 'mcp__a__', ['*_x', 'x']],
  ['mcp__b__x', 'mcp__a__', []],
  ['mcp__a', 'mcp__a__', []],
])('%s behind %s is %j', (glob, literal, left) => {
  expect([...residualsOf(glob, literal)].toSorted()).toEqual(left.toSorted());
});
