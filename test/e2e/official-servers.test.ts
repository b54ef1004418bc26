/** The official clients of both generations, through the gateway, to the official servers and to netdiag. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Era, legacyClient, modernClient } from '../support/gateway/clients.ts';
import { runClient } from '../support/gateway/run-client.ts';
import { open, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';

/** As much of a client as both generations have in common. */
interface AnyClient {
  listTools(): Promise<{ readonly tools: readonly { readonly name: string }[] }>;
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<object>;
  getServerVersion(): { readonly name: string } | undefined;
  close(): Promise<void>;
}

const folder = mkdtempSync(join(tmpdir(), 'toolgate-official-'));
const shelf = join(folder, 'shelf');

/** For each server a tool that it lists, a call to it, and what must stand in the answer. */
const trials = [
  {
    slug: 'everything',
    tools: 'get-sum',
    call: { name: 'get-sum', arguments: { a: 20, b: 22 } },
    answer: 'The sum of 20 and 22 is 42.',
  },
  {
    slug: 'filesystem',
    tools: 'read_text_file',
    call: { name: 'read_text_file', arguments: { path: join(shelf, 'note.txt') } },
    answer: 'on the shelf',
  },
  {
    slug: 'memory',
    tools: 'create_entities',
    call: {
      name: 'create_entities',
      arguments: { entities: [{ name: 'Ada', entityType: 'person', observations: ['counts'] }] },
    },
    answer: '',
  },
  {
    slug: 'netdiag',
    tools: 'tcp_connect',
    call: { name: 'tcp_connect', arguments: { host: '127.0.0.1', port: 1 } },
    answer: 'the connection was refused',
  },
] as const;

const commands = {
  everything: servers.everything(),
  filesystem: servers.filesystem(shelf),
  memory: servers.memory(join(folder, 'memory.jsonl')),
  netdiag: servers.netdiag(),
};

let gateway: TestGateway;
beforeAll(async () => {
  mkdirSync(shelf);
  writeFileSync(join(shelf, 'note.txt'), 'on the shelf');
  gateway = await startGateway({ servers: commands, policies: { open } });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function trial(client: AnyClient, { tools, call, answer }: (typeof trials)[number]): Promise<void> {
  try {
    const listed = (await client.listTools()).tools.map((tool) => tool.name);
    expect(listed).toContain(tools);
    const result = await client.callTool(call);
    expect(JSON.stringify(result)).toContain(answer);
    expect(result).toMatchObject({ _meta: { 'io.toolgate/decision': { outcome: 'allow' } } });
    await expect(client.callTool({ name: 'no_such_tool', arguments: {} })).rejects.toThrow(
      'Unknown tool: no_such_tool',
    );
  } finally {
    await client.close();
  }
}

describe.each(trials)('$slug over HTTP', (each) => {
  const { slug } = each;
  it('serves a client of the SDK v1', async () => {
    await trial(await legacyClient(gateway.url(slug), gateway.token()), each);
  });

  it.each<Era>(['legacy', 'auto'])('serves a client of the SDK v2, mode %s', async (era) => {
    const client = await modernClient(gateway.url(slug), gateway.token(), era);
    // netdiag speaks both eras; to the others there is a bridge.
    expect(client.getNegotiatedProtocolVersion()).toBe(era === 'auto' ? '2026-07-28' : '2025-11-25');
    await trial(client, each);
  });
});

describe.each(trials)('$slug over stdio', (each) => {
  const run = { command: commands[each.slug].command, env: 'env' in commands[each.slug] ? commands.memory.env : {} };

  it('serves a client of the SDK v1', async () => {
    await using client = await runClient('v1', { ...run, policy: open });
    await trial(client.client, each);
  });

  it('serves a client of the SDK v2 that finds the revision itself', async () => {
    await using client = await runClient('auto', { ...run, policy: open });
    await trial(client.client, each);
  });
});

it.each(trials)('a client pinned to 2026-07-28 reaches $slug', async (each) => {
  const client = await modernClient(gateway.url(each.slug), gateway.token(), 'pinned');
  expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
  await trial(client, each);
});
