/**
 * What a person agreed to was agreed to under a policy (threat B51). Under another one the call is judged again: what it
 * refuses is refused, and a question that nobody has answered is asked. Each row has a server, a grant and a policy of its
 * own; all calls are agreed to, then the configuration changes for all of them at once.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Turns } from '../../../src/gateway/index.ts';
import { memoryQueue } from '../../contract/approvals/memory-queue.ts';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { codeOf, type RawAgent, type RawAnswer, rawAgent } from './raw-agent.ts';

const asks = { action: 'require_approval', reason: 'A person agrees.' };
const approval = { hold: 1 };
const under = (echo: object, more: object = {}) => ({
  version: '1',
  default: 'deny',
  approval,
  tools: { echo },
  ...more,
});
const before = under(asks);
const holds = [{ path: 'args.to', op: 'eq', value: 'mallory' }];

/** What a policy says afterwards, and what becomes of the call that was agreed to. */
const rows: readonly (readonly [what: string, after: object, then: string])[] = [
  ['the same', before, 'goes out'],
  ['another rule for another tool', under(asks, { tools: { echo: asks, other: { action: 'deny' } } }), 'goes out'],
  ['it asks nobody any more', under({}), 'goes out'],
  ['it denies the tool', under({ action: 'deny' }), 'denied'],
  ['it hides the tool', under({ action: 'hide' }), 'names nothing'],
  ['it does not name the tool', under(asks, { tools: { other: asks } }), 'default_deny'],
  ['it denies what is in the arguments', under({ ...asks, deny_if: [{ conditions: holds }] }), 'condition'],
  [
    'it requires other arguments',
    under({ ...asks, require: [{ path: 'args.to', op: 'eq', value: 'alice' }] }),
    'condition',
  ],
  [
    'it requires arguments that are not there',
    under({ ...asks, require: [{ path: 'args.by', op: 'exists' }] }),
    'condition',
  ],
  ['it denies them for all tools', under(asks, { all_tools: { deny_if: [{ conditions: holds }] } }), 'condition'],
  ['it asks for another reason', under({ ...asks, reason: 'Two people agree.' }), 'is asked anew'],
  [
    'it asks for one thing more',
    under({ ...asks, approve_if: [{ conditions: holds, reason: 'To her?' }] }),
    'is asked anew',
  ],
  ['it asks two people', under({ ...asks, approval: { approvers: { count: 2 } } }), 'is asked anew'],
  ['it asks others', under({ ...asks, approval: { approvers: { groups: ['owners'] } } }), 'is asked anew'],
  ['it asks for another entry', under({}, { all_tools: { approve_if: [{ conditions: holds }] } }), 'is asked anew'],
];
const person = { kind: 'operator', id: 'operator', name: 'operator', groups: [] } as const;
const slug = (row: number): string => `row-${row}`;
const args = '{"to":"mallory"}';

let upstreams: readonly ByteCounter[];
let gateway: OpenGateway;
let agents: readonly RawAgent[];
let agreed: readonly string[];

const pending = ({ body }: RawAnswer): string => /Approval ([0-9a-f]{32}) is pending/.exec(body)?.[1] ?? body;
const each = <T>(of: (row: number) => T): Record<string, T> =>
  Object.fromEntries(rows.map((_, row) => [slug(row), of(row)]));

beforeAll(async () => {
  upstreams = await Promise.all(rows.map(() => startByteCounter()));
  const setup = (policy: (row: number) => object) => ({
    servers: each((row) => ({ url: upstreams[row]?.url, allowPrivate: true })),
    policies: each(policy),
    grants: each((row) => ({ [slug(row)]: slug(row) })),
  });
  gateway = await openGateway(setup(() => before));
  const queue = memoryQueue(gateway.ports.clock);
  const { states, scope } = gateway.ports.approvals;
  gateway.ports.approvals = { states, scope, queue, turns: new Turns(queue) };
  agents = await Promise.all(rows.map((_, row) => rawAgent(gateway, slug(row), slug(row))));
  agreed = (await Promise.all(agents.map((agent) => agent.call('echo', args, '1')))).map(pending);
  for (const id of agreed) {
    const decided = queue.decide(id, { verdict: 'approve' }, person);
    if (!decided.ok) throw new Error(decided.why);
  }
  const applied = await gateway.apply(setup((row) => rows[row]?.[1] ?? before));
  if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
  for (const upstream of upstreams) upstream.reset();
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await Promise.all(upstreams.map((upstream) => upstream.close()));
});

test.each(rows.map(([what, , then], row) => [what, then, row] as const))(
  'B51: %s: the call %s',
  async (_, then, row) => {
    const answer = await agents[row]?.call('echo', args, '2');
    if (answer === undefined) throw new Error('there is an agent for each row');
    if (then === 'goes out') expect(answer.body).toContain('called echo');
    else if (then === 'is asked anew') {
      expect(pending(answer)).toMatch(/^[0-9a-f]{32}$/);
      expect(pending(answer)).not.toBe(agreed[row]);
    } else if (then === 'names nothing') expect(answer.body).toContain('Unknown tool');
    else expect(codeOf(answer)).toBe(then);
    expect(upstreams[row]?.toolCalls()).toBe(then === 'goes out' ? 1 : 0);
  },
);

test('a call that is held while its server is reconfigured is not made, and what was agreed to can still be used', async () => {
  const upstream = await startByteCounter();
  const setup = (headers: Record<string, string>) => ({
    servers: { s: { url: upstream.url, allowPrivate: true, headers } },
    policies: { s: under(asks, { approval: { hold: 20 } }) },
    grants: { a: { s: 's' } },
  });
  const own = await openGateway(setup({}));
  try {
    const queue = memoryQueue(own.ports.clock);
    const { states, scope } = own.ports.approvals;
    own.ports.approvals = { states, scope, queue, turns: new Turns(queue) };
    const asked = vi.spyOn(queue, 'ask');
    const agent = await rawAgent(own, 's', 'a');
    const held = agent.call('echo', args, '1');
    await vi.waitFor(() => expect(asked).toHaveBeenCalled(), { timeout: 20_000, interval: 5 });
    const [first] = await Promise.all(asked.mock.results.map(({ value }) => value as Promise<{ readonly id: string }>));
    await own.apply(setup({ 'X-Turn': 'other' }));
    upstream.reset();
    queue.decide(first?.id ?? '', { verdict: 'approve' }, person);
    expect(codeOf(await held)).toBe('snapshot_stale');
    expect(upstream.toolCalls()).toBe(0);
    expect((await agent.call('echo', args, '2')).body).toContain('called echo');
  } finally {
    await own.close();
    await upstream.close();
  }
}, 60_000);
