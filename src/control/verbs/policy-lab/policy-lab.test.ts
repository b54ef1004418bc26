import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOf, openTestControl, type TestControl } from '../../../../test/support/control.ts';
import { checkPolicy, comparePolicies, explainPolicy, policyAsJson, recommendPolicy } from './index.ts';

let plane: TestControl;
beforeAll(async () => {
  plane = await openTestControl();
});
afterAll(() => plane.close());

const viewer = { actor: actorOf('viewer') };
const seed = JSON.stringify({
  version: '1',
  default: 'deny',
  tools: { tcp_connect: { limits: [{ counter: 'c', window: 'minute', max: 10, scope: 'grant' }] } },
});

describe('policy.check', () => {
  test('a whole document has no errors, and the linter’s doubts have their places', async () => {
    const nothing = '{ "version": "1",\n  "default": "deny" }';
    const output = await plane.control.run(checkPolicy, { document: nothing }, viewer);
    expect(output).toMatchObject({ valid: true, errors: [], warnings: [{ code: 'allows_nothing', line: 2 }] });
  });

  test('a broken one has its errors with line, column and the nearest word', async () => {
    const output = await plane.control.run(checkPolicy, { document: '{ "version": "1", "defualt": "deny" }' }, viewer);
    expect(output.valid).toBe(false);
    expect(output.errors.map(({ nearest }) => nearest)).toContain('default');
  });
});

describe('policy.explain', () => {
  const explain = (more: object) =>
    plane.control.run(explainPolicy, { document: seed, subject: 'tool', name: 'tcp_connect', ...more }, viewer);

  test('the decision is the judge’s, and the trace is what it looked at', async () => {
    const output = await explain({});
    expect(output.decision).toEqual({ outcome: 'allow', code: null, rule: null, reason: null });
    expect(output.trace[0]).toEqual({ rule: '/tools/tcp_connect', said: 'applies to this call' });
    expect((await explain({ name: 'other' })).decision).toMatchObject({ outcome: 'deny', code: 'default_deny' });
  });

  test('arguments that a call could not bring are refused as a call’s are', async () => {
    expect((await explain({ arguments: '{"a":1,"a":2}' })).decision).toMatchObject({
      outcome: 'refused',
      code: 'bad_request',
    });
    expect((await explain({ arguments: '[]' })).decision).toMatchObject({ outcome: 'refused' });
  });

  test('a document that is none cannot be asked: the field and the line are named', async () => {
    await expect(explain({ document: '{' })).rejects.toMatchObject({ code: 'invalid' });
  });
});

test('policy.compare: what became possible, each with a call', async () => {
  const after = seed.replace('"deny"', '"allow"');
  const output = await plane.control.run(
    comparePolicies,
    { before: seed, after, tools: ['tcp_connect', 'ping'] },
    viewer,
  );
  expect(output.widening).toBe(true);
  const ping = output.items.find(({ name }) => name === 'ping');
  expect(ping?.changes).toMatchObject([
    { what: 'allowed', widening: true },
    { what: 'shown', widening: false },
  ]);
  expect(output.items.some(({ name }) => name === 'tcp_connect')).toBe(false);
  const same = await plane.control.run(comparePolicies, { before: seed, after: seed }, viewer);
  expect(same).toMatchObject({ widening: false, narrowing: false, items: [], proven: { widening: true } });
});

test('policy.recommend: three strengths, each a document that reads and names the tools', async () => {
  const definitions = [
    { name: 'get_file', description: 'Reads', inputSchema: { type: 'object' } },
    { name: 'delete_all_files', inputSchema: { type: 'object' } },
  ];
  const { items } = await plane.control.run(recommendPolicy, { server: 'files', definitions }, viewer);
  expect(items.map(({ strength }) => strength)).toEqual(['observe', 'guarded', 'strict']);
  for (const { document } of items) {
    expect((await plane.control.run(checkPolicy, { document }, viewer)).valid).toBe(true);
  }
  expect(items[2]?.plans.find(({ tool }) => tool === 'delete_all_files')?.effect).toBe('deny');
});

describe('policy.as_json', () => {
  test('the same document, and every comment that JSON has no place for', async () => {
    const document = 'version: "1" # the only one\ndefault: deny\n';
    const { text, comments } = await plane.control.run(policyAsJson, { document }, viewer);
    expect(JSON.parse(text)).toEqual({ version: '1', default: 'deny' });
    expect(comments).toEqual([{ line: 1, column: 14, text: 'the only one' }]);
  });

  test('what is no YAML is said to be none', async () => {
    await expect(plane.control.run(policyAsJson, { document: 'a: [' }, viewer)).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});
