/**
 * Every way in which a client waits for a person, by the official clients, for a call that can be made once: a file of
 * `server-filesystem` is moved. The decision comes by a command of another process.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvals, listedApprovals, onlyPending, pendingId, textOf } from '../../support/gateway/approvals.ts';
import { type Era, legacyClient, modernClient } from '../../support/gateway/clients.ts';
import { servers } from '../../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../../support/gateway/start-gateway.ts';

type Kind = 'v1' | Era;
const everyClient: readonly Kind[] = ['v1', 'legacy', 'pinned'];
/** Clients that are held and then told to call again; the others come back by themselves. */
const withSession: readonly Kind[] = ['v1', 'legacy'];
const answers = ['accept', 'decline'] as const;

/** Each test has a grant of its own, of which one call waits. */
const labels = [
  ...everyClient.map((kind) => `held/${kind}`),
  ...withSession.flatMap((kind) => [`told/${kind}`, `gone-on/${kind}`, `silent/${kind}`]),
  ...everyClient.map((kind) => `enough/${kind}`),
  'gone-on/pinned',
  'rounds',
];

let folder: string;
let gateway: TestGateway;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-waiting-'));
  const asks = (hold: number) => ({
    version: '1',
    default: 'deny',
    tools: { move_file: { action: 'require_approval', reason: 'Moving is for people.', approval: { hold } } },
  });
  gateway = await startGateway({
    servers: { files: { ...servers.filesystem(folder), shared: true } },
    policies: { patient: asks(60), brief: asks(1), asking: asks(2) },
    grants: Object.fromEntries(
      labels.map((label) => {
        const [way] = label.split('/');
        return [label, { files: way === 'held' ? 'patient' : way === 'told' || way === 'rounds' ? 'brief' : 'asking' }];
      }),
    ),
  });
}, 120_000);
afterAll(async () => {
  await gateway?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

interface Moving {
  readonly call: {
    readonly name: string;
    readonly arguments: { readonly source: string; readonly destination: string };
  };
  moved(): boolean;
}

/** A file is moved once: the second time it is not there. */
function moving(label: string): Moving {
  const name = label.replaceAll('/', '-');
  const source = join(folder, `${name}.from`);
  const destination = join(folder, `${name}.to`);
  writeFileSync(source, 'precious');
  return {
    call: { name: 'move_file', arguments: { source, destination } },
    moved: () => !existsSync(source) && readFileSync(destination, 'utf8') === 'precious',
  };
}

interface Asked {
  readonly message: string;
}

/** A connected client, and what its person was asked. */
async function connect(kind: Kind, label: string, answer?: (asked: number) => Promise<'accept' | 'decline'>) {
  const asked: Asked[] = [];
  const capabilities = answer === undefined ? {} : { elicitation: {} };
  const handle = async ({ params }: { params: unknown }) => {
    asked.push(params as Asked);
    return { action: (await answer?.(asked.length)) ?? 'decline', content: {} };
  };
  const [url, token] = [gateway.url('files'), gateway.token(label)];
  if (kind === 'v1') {
    const client = await legacyClient(url, token, capabilities);
    const { ElicitRequestSchema } = await import('@modelcontextprotocol/sdk/types.js');
    if (answer !== undefined) client.setRequestHandler(ElicitRequestSchema, handle);
    return { asked, call: (call: Moving['call']) => client.callTool(call), close: () => client.close() };
  }
  const client = await modernClient(url, token, kind, capabilities);
  if (answer !== undefined) client.setRequestHandler('elicitation/create', handle);
  return { asked, call: (call: Moving['call']) => client.callTool(call), close: () => client.close() };
}

const approve = (id: string) => approvals(gateway.dataFolder, 'approve', id);
const consumed = (label: string) => listedApprovals(gateway.dataFolder, 'consumed', label);

describe.concurrent('a call that a person must approve', { timeout: 120_000 }, () => {
  it.each(everyClient)('is held until they have, and runs once (client %s)', async (kind) => {
    const label = `held/${kind}`;
    const { call, moved } = moving(label);
    const client = await connect(kind, label);
    const calling = client.call(call);
    const id = await onlyPending(gateway.dataFolder, label);
    expect(moved()).toBe(false);
    await approve(id);
    expect((await calling).isError).not.toBe(true);
    expect(moved()).toBe(true);
    expect(await consumed(label)).toMatchObject([{ id }]);
    await client.close();
  });

  it.each(withSession)('is answered in time, and found by the same call (client %s)', async (kind) => {
    const label = `told/${kind}`;
    const { call, moved } = moving(label);
    const client = await connect(kind, label);
    const first = await client.call(call);
    expect(first.isError).toBe(true);
    expect(textOf(first)).toContain('[APPROVAL PENDING] move_file: Moving is for people.');
    const id = pendingId(first);
    expect(pendingId(await client.call(call))).toBe(id);
    await approve(id);
    expect(moved()).toBe(false);
    expect((await client.call(call)).isError).not.toBe(true);
    expect(moved()).toBe(true);
    expect(await consumed(label)).toMatchObject([{ id }]);
    await client.close();
  });

  it('comes back by itself, time and again, in the newest revision', async () => {
    const { call, moved } = moving('rounds');
    const sent: { readonly requestState?: string }[] = [];
    const client = await modernClient(gateway.url('files'), gateway.token('rounds'), 'pinned');
    const transport = client.transport;
    if (transport === undefined) throw new Error('no transport');
    const send = transport.send.bind(transport);
    const thirdTime = new Promise<void>((resolve) => {
      transport.send = (message, options) => {
        if ('params' in message) sent.push(message.params as object);
        if (sent.length === 3) resolve();
        return send(message, options);
      };
    });
    const calling = client.callTool(call);
    await thirdTime;
    expect(sent.map(({ requestState }) => typeof requestState)).toEqual(['undefined', 'string', 'string']);
    await approve(await onlyPending(gateway.dataFolder, 'rounds'));
    expect((await calling).isError).not.toBe(true);
    expect(moved()).toBe(true);
    await client.close();
  });

  it.each(everyClient)(
    'goes on waiting as often as somebody confirms it, and no answer decides (client %s)',
    async (kind) => {
      const label = `gone-on/${kind}`;
      const { call, moved } = moving(label);
      const twice = Promise.withResolvers<void>();
      const client = await connect(kind, label, async (asked) => {
        if (asked === 2) twice.resolve();
        return 'accept';
      });
      const calling = client.call(call);
      await twice.promise;
      const id = await onlyPending(gateway.dataFolder, label);
      expect(client.asked[0]?.message).toBe(
        `move_file (files) waits for approval ${id}, which somebody else decides. Go on waiting? Your answer approves nothing.`,
      );
      expect(moved()).toBe(false);
      await approve(id);
      expect((await calling).isError).not.toBe(true);
      expect(moved()).toBe(true);
      await client.close();
    },
  );

  it.each(everyClient)('ends the wait and nothing else when they say no (client %s)', async (kind) => {
    const label = `enough/${kind}`;
    const { call, moved } = moving(label);
    const client = await connect(kind, label, async (asked) => answers[asked - 1] ?? 'decline');
    const result = await client.call(call);
    expect(client.asked).toHaveLength(2);
    expect(textOf(result)).toContain('[APPROVAL PENDING]');
    const id = pendingId(result);
    await approve(id);
    expect(moved()).toBe(false);
    expect((await client.call(call)).isError).not.toBe(true);
    expect(moved()).toBe(true);
    await client.close();
  });

  it.each(withSession)('waits no longer for somebody who says nothing (client %s)', async (kind) => {
    const label = `silent/${kind}`;
    const { call, moved } = moving(label);
    const late = Promise.withResolvers<'accept'>();
    const client = await connect(kind, label, () => late.promise);
    const result = await client.call(call);
    expect(client.asked).toHaveLength(1);
    const id = pendingId(result);
    // Who says it when it is over says it to nobody.
    late.resolve('accept');
    await approve(id);
    expect((await client.call(call)).isError).not.toBe(true);
    expect(moved()).toBe(true);
    await client.close();
  });
});
