import { setTimeout as sleep } from 'node:timers/promises';
import { type ControlClient, controlClient } from '../support/gateway/control.ts';
import { servers } from '../support/gateway/servers.ts';
import { startGateway } from '../support/gateway/start-gateway.ts';
import { clientPackages, type ForeignClient } from './clients.ts';
import type { Trial } from './trial.ts';

const policy = {
  version: '1',
  default: 'deny',
  tools: {
    echo: { limits: [{ counter: 'echoes', window: 'hour', max: 1, scope: 'grant' }] },
    'get-sum': { require: [{ conditions: [{ path: 'args.a', op: 'lt', value: 100 }], on_deny: 'a is below 100.' }] },
    'get-structured-content': { action: 'require_approval' },
  },
};

/** Clients of others: each of them is to see what it may call, and whoever uses it is to read why a call was refused. */
export const clientTrials: readonly Trial[] = clientPackages.map(({ name, connect }) => ({
  name,
  async run(folder) {
    await using gateway = await startGateway({ servers: { it: servers.everything() }, policies: { it: policy } });
    const client = await connect(
      { url: gateway.url('it'), headers: { Authorization: `Bearer ${gateway.token()}` } },
      folder,
    );
    const approver = await controlClient(gateway, 'approver');
    try {
      const wrong = [];
      for (const [what, isSo] of expected) if (!(await isSo(client, approver))) wrong.push(what);
      const said = wrong.length === 0 ? 'as expected' : `WRONG: ${wrong.join(', ')}`;
      return { passed: wrong.length === 0, said: `${expected.length} things tried; ${said}` };
    } finally {
      await client.close();
    }
  },
}));

type Expectation = (client: ForeignClient, approver: ControlClient) => Promise<boolean>;

const expected: readonly (readonly [what: string, isSo: Expectation])[] = [
  [
    'the tools that it may call, and no others',
    async (client) => (await client.tools()).toSorted().join() === Object.keys(policy.tools).toSorted().join(),
  ],
  ['an answer', async (client) => (await client.call('echo', { message: 'hello' })).includes('Echo: hello')],
  [
    'a limit, and when to come again',
    async (client) =>
      /\[POLICY DENIED\] echo: limit of 1 per hour reached; try again in \d+ min/.test(
        await client.call('echo', { message: 'hello' }),
      ),
  ],
  [
    'the reason that a policy gives',
    async (client) =>
      (await client.call('get-sum', { a: 500, b: 1 })).includes('[POLICY DENIED] get-sum: a is below 100.'),
  ],
  [
    'a call that waits until somebody agrees',
    async (client, approver) => {
      const answer = client.call('get-structured-content', { location: 'New York' });
      await agree(approver);
      return (await answer).includes('temperature');
    },
  ],
];

/** Approves the one call that waits, as soon as it does. */
async function agree(approver: ControlClient): Promise<void> {
  for (let left = 200; left > 0; left--) {
    const { items } = (await approver('GET', '/approvals?state=pending')).body as { items: readonly { id: string }[] };
    const [waiting] = items;
    if (waiting !== undefined) {
      const { status } = await approver('POST', `/approvals/${waiting.id}/approve`, {});
      if (status >= 300) throw new Error(`the approval was answered by ${status}`);
      return;
    }
    await sleep(50);
  }
  throw new Error('no call waits');
}
