import { parse } from 'smol-toml';
import { expect, it } from 'vitest';
import { type Policy, readPolicy } from '../../policy/index.ts';
import { exportClaudeCode } from './export-claude-code.ts';
import { exportCodex } from './export-codex.ts';

function policy(rest: object): Policy {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'allow', ...rest }), 'json');
  if (!read.ok) throw new Error(read.errors[0]?.message);
  return read.policy;
}

const mixed = {
  hide: ['secret_*'],
  tools: {
    drop: { action: 'deny' },
    wipe: { deny_if: [{ conditions: [] }] },
    'repo.delete': { action: 'hide' },
    pay: { action: 'require_approval' },
    read: {
      require: [{ path: 'args.p', op: 'exists' }],
      limits: [{ counter: 'c', window: 'day', max: 1, scope: 'grant' }],
    },
  },
};

it('denies and asks in Claude Code for what needs no look at the call', () => {
  const { text, notExpressible } = exportClaudeCode(policy(mixed), 'git hub');
  expect(JSON.parse(text)).toEqual({
    permissions: {
      deny: ['mcp__git_hub__drop', 'mcp__git_hub__repo_delete', 'mcp__git_hub__secret_*', 'mcp__git_hub__wipe'],
      ask: ['mcp__git_hub__pay'],
    },
  });
  expect(notExpressible).toEqual([
    'tools repo.delete: shown as repo_delete, and so the rule stands for that name, too',
    'tools read: require, limits',
  ]);
});

it('lists names in Codex, and globs once the tools are known', async () => {
  const without = await exportCodex(policy(mixed), 'a b');
  expect(parse(without.text)).toEqual({
    mcp_servers: {
      'a b': { disabled_tools: ['drop', 'repo.delete', 'wipe'], tools: { pay: { approval_mode: 'prompt' } } },
    },
  });
  expect(without.notExpressible[0]).toMatch(/^tools secret_\*:/);
  const known = await exportCodex(policy(mixed), 's', ['secret_a', 'read', 'pay', 'other']);
  expect(parse(known.text)).toEqual({
    mcp_servers: {
      s: {
        enabled_tools: ['other', 'pay', 'read'],
        disabled_tools: ['secret_a'],
        tools: { pay: { approval_mode: 'prompt' } },
      },
    },
  });
});

it.each<[what: string, rest: object, tools: string[] | undefined, claude: object, codex: object]>([
  ['a list of names', { default: 'deny', tools: { a: {} } }, undefined, {}, { enabled_tools: ['a'] }],
  [
    'a list with the tools known',
    { default: 'deny', tools: { 'a*': {} } },
    ['ab', 'b'],
    { deny: ['mcp__s__b'] },
    { enabled_tools: ['ab'], disabled_tools: ['b'] },
  ],
  ['globs', { default: 'deny', tools: { 'a*': {} } }, undefined, {}, {}],
  ['nothing at all', { default: 'deny' }, undefined, { deny: ['mcp__s__*'] }, { enabled: false }],
  ['everything hidden', { hide: ['*'] }, undefined, { deny: ['mcp__s__*'] }, { enabled: false }],
  [
    'everything asked for',
    { tools: { '*': { action: 'require_approval' } } },
    undefined,
    { ask: ['mcp__s__*'] },
    { default_tools_approval_mode: 'prompt' },
  ],
  ['a policy that observes', { mode: 'observe', default: 'deny' }, ['a'], {}, {}],
])('%s', async (_, rest, tools, claude, codex) => {
  expect(JSON.parse(exportClaudeCode(policy(rest), 's', tools).text)).toEqual({ permissions: claude });
  expect(parse((await exportCodex(policy(rest), 's', tools)).text)).toEqual({ mcp_servers: { s: codex } });
});
