import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callOf, firstId, shapes } from '../../bench/message.ts';
import { controls } from '../../bench/settings/controls.ts';
import { configOf } from '../../bench/sides/toolgate.ts';
import { answerOf } from '../../bench/upstream-answer.ts';
import { loadConfig } from '../../src/config/index.ts';
import { type CallContext, judge, readPolicy, unclassified } from '../../src/policy/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolgate-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const context: CallContext = {
  grant: { id: 'g', label: 'g', tags: new Map() },
  server: 'bench',
  organization: 'default',
  now: 1_772_625_600_000,
};

describe('what the gateway is measured with', () => {
  it.each([...controls])('$name: reads, and lets the calls of the load pass', (setting) => {
    const file = join(folder, 'toolgate.json');
    writeFileSync(file, JSON.stringify(configOf(setting, 'http://127.0.0.1:1/mcp', 7070)));
    const read = loadConfig(file, { BENCH_TOKEN: `tg_${'bench'.repeat(10)}` });
    expect(read).toMatchObject({ ok: true });

    const policy = readPolicy(JSON.stringify(setting.policy), 'json', { name: 'bench' });
    if (!policy.ok) throw new Error(policy.errors[0]?.message);
    const { name, arguments: args } = JSON.parse(callOf(firstId)).params;
    const call = { kind: 'tool', name, arguments: args, facts: unclassified } as const;
    expect(judge(policy.policy, call, context)).toMatchObject({ verdict: 'pass', approval: undefined });
  });

  it('has a large text in the one that is meant to be large', () => {
    const lengths = shapes.map((shape) => [callOf(firstId, shape), answerOf(callOf(firstId, shape))[1]]);
    const large = lengths.map((both) => both.map((text) => text.length > 256 * 1024));
    expect(large).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ]);
  });
});
