import { PassThrough, Readable, Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { main } from '../main.ts';

/** What `toolgate policy judge` answers to these lines. */
async function answers(
  ...lines: readonly (object | string)[]
): Promise<{ valid: boolean; decision: unknown; errors: { pointer: string }[] }[]> {
  const stdin = Readable.from([
    Buffer.from(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')),
  ]);
  const stdout = new PassThrough();
  const status = await main(['policy', 'judge'], { stdin, stdout, stderr: new PassThrough(), env: {}, cwd: '.' });
  expect(status).toBe(0);
  stdout.end();
  const written = Buffer.concat(await stdout.toArray()).toString();
  return written
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const open = { version: '1', default: 'allow' };
const limits = [{ counter: 'c', window: 'minute', max: 1, scope: 'grant', on_deny: 'Slowly.' }];
const limited = { version: '1', default: 'deny', tools: { t: { limits } } };
const decision = (
  outcome: string,
  code: string | null = null,
  rule: string | null = null,
  reason: string | null = null,
) => ({ outcome, code, rule, reason });

it('answers a line for each line, in order', async () => {
  const got = await answers({ policy: open, call: { tool: 'a' } }, '', { policy: open }, { call: { tool: 'a' } });
  expect(got.map((answer) => answer.decision)).toEqual([decision('allow'), null, decision('deny', 'no_policy')]);
});

it('shares budgets by name, and judges against empty ones without', async () => {
  const at = (now: string, counters?: string) => ({
    policy: limited,
    call: { tool: 't', now },
    ...(counters && { counters }),
  });
  const got = await answers(
    at('2026-01-01T00:00:00Z', 'x'),
    at('2026-01-01T00:00:59Z', 'x'),
    at('2026-01-01T00:00:59Z'),
    at('2026-01-01T00:01:02Z', 'x'),
  );
  expect(got.map((answer) => answer.decision)).toEqual([
    decision('allow'),
    decision('deny', 'rate_limited', '/tools/t/limits/0', 'Slowly.'),
    decision('allow'),
    decision('allow'),
  ]);
});

it('refuses arguments that decoders read differently, to the letter', async () => {
  const texts = [
    '{"a":1,"a":2}',
    '{"a":9007199254740993}',
    '{"a":1e400}',
    '[]',
    'null',
    '{"__proto__":1}',
    '{"a":1} x',
    '{"a":"\\ud800"}',
  ];
  const got = await answers(...texts.map((argumentsText) => ({ policy: open, call: { tool: 't', argumentsText } })));
  for (const answer of got) expect(answer.decision).toEqual(decision('refused', 'bad_request'));
  const raw = await answers(
    `{"policy":${JSON.stringify(open)},"call":{"tool":"t","arguments":{"a":100.00000000000000001}}}`,
  );
  expect(raw[0]?.decision).toEqual(decision('refused', 'bad_request'));
});

it('tells hidden, held and observed apart', async () => {
  const policy = {
    version: '1',
    default: 'deny',
    hide: ['h'],
    tools: { h: {}, ask: { action: 'require_approval', reason: 'Sure?' } },
  };
  const observe = { ...policy, mode: 'observe' };
  const calls = ['h', 'ask', 'not callable', 'x'];
  const got = await answers(
    ...[policy, observe].flatMap((each) => calls.map((tool) => ({ policy: each, call: { tool } }))),
  );
  expect(got.map((answer) => answer.decision)).toEqual([
    decision('hidden', 'hidden', '/hide/0'),
    decision('hold', 'approval_required', '/tools/ask/action', 'Sure?'),
    decision('hidden', 'unknown_tool'),
    decision('deny', 'default_deny', '/default'),
    decision('would_deny', 'hidden', '/hide/0'),
    decision('would_hold', 'approval_required', '/tools/ask/action', 'Sure?'),
    decision('hidden', 'unknown_tool'),
    decision('would_deny', 'default_deny', '/default'),
  ]);
});

it('judges resources and prompts, and refuses URIs that can be read in two ways', async () => {
  const policy = {
    version: '1',
    default: 'deny',
    resources: { 'file:///srv/*': {} },
    prompts: { 'p*': { action: 'deny', reason: 'No.' } },
  };
  const calls = [
    { resource: 'file:///srv/a' },
    { resource: 'file:///etc/a' },
    { resource: 'file:///srv/../etc' },
    { resource: 'file:///srv/%2e%2e/etc' },
    { prompt: 'p1' },
  ];
  const got = await answers(...calls.map((call) => ({ policy, call })));
  expect(got.map((answer) => answer.decision)).toEqual([
    decision('allow'),
    decision('deny', 'default_deny', '/default'),
    decision('refused', 'bad_request'),
    decision('refused', 'bad_request'),
    decision('deny', 'denied', '/prompts/p*/action', 'No.'),
  ]);
});

it('names what is wrong with a policy, and with a line', async () => {
  const got = await answers(
    { policyText: '{"version":"1",\n"default":"dent"}', call: { tool: 't' } },
    { policyText: 'version: 1\ndefault: deny', format: 'yaml' },
    { polcy: {} },
    'no json',
    { policy: open, call: { tool: 't', now: 'yesterday' } },
  );
  expect(got.map((answer) => answer.valid)).toEqual([false, false, false, false, false]);
  expect(got.map((answer) => answer.errors[0]?.pointer)).toEqual(['/default', '/version', '/polcy', '', '/call/now']);
  expect(got[0]?.errors[0]).toMatchObject({ line: 2, column: 11, nearest: 'deny' });
});

it('takes who calls as a name, as an object of the keys that paths have, or as null for nobody', async () => {
  const conditions = ['session.id', 'server.slug', 'grant.label', 'user.email'].map((path) => ({
    path,
    op: 'eq',
    value: 'x',
  }));
  const policy = { version: '1', default: 'deny', tools: { t: { require: conditions } } };
  const got = await answers(
    { policy, call: { tool: 't', session: 'x', server: 'x', grant: 'x', user: 'x' } },
    {
      policy,
      call: { tool: 't', session: { id: 'x' }, server: { slug: 'x' }, grant: { label: 'x' }, user: { email: 'x' } },
    },
    { policy: open, call: { tool: 't', session: null, server: null, grant: null, user: null, facts: null, now: null } },
    { policy, call: { tool: 't', session: null, server: 'x', grant: 'x', user: 'x' } },
    { policy, call: { tool: 't', session: { ip: 'x' } } },
    { policy, call: { tool: 't', server: 5 } },
  );
  expect(got.map((answer) => answer.decision)).toEqual([
    decision('allow'),
    decision('allow'),
    decision('allow'),
    decision('deny', 'condition', '/tools/t/require/0'),
    null,
    null,
  ]);
  expect(got.slice(4).map((answer) => answer.errors[0]?.pointer)).toEqual(['/call/session/ip', '/call/server']);
});

it.each([
  ['EPIPE', 'ends well'],
  ['EIO', 'fails'],
])('when its output fails with %s it %s, and reads no further', async (code, end) => {
  const line = `${JSON.stringify({ policy: open, call: { tool: 'a' } })}\n`;
  let read = 0;
  const stdin = Readable.from(
    (function* () {
      for (; read < 1_000; read++) yield Buffer.from(line);
    })(),
  );
  const stdout = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('closed'), { code })),
  });
  const status = main(['policy', 'judge'], { stdin, stdout, stderr: new PassThrough(), env: {}, cwd: '.' });
  if (end === 'fails') await expect(status).rejects.toThrow('closed');
  else expect(await status).toBe(0);
  expect(read).toBeLessThan(100);
});

it.each([
  ['none', {}, 'none'],
  ['a misspelled one', { tol: 'x', now: '2026-01-01T00:00:00Z' }, '"tol", "now"'],
  ['two of them', { tool: 'x', prompt: 'y' }, '"tool", "prompt"'],
])('says of a call with %s as its subject what it has', async (_what, call, found) => {
  const [got] = await answers({ policy: open, call });
  expect(got?.errors).toMatchObject([{ pointer: '/call', expected: 'one of the keys tool, resource, prompt', found }]);
});
