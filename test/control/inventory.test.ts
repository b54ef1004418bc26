import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { operator } from '../../src/accounts/index.ts';
import { Inspector } from '../../src/composition/inspector.ts';
import { readConfig } from '../../src/config/index.ts';
import { StoredReader } from '../../src/control/index.ts';
import { createGrant } from '../../src/control/verbs/grant/index.ts';
import { savePolicy } from '../../src/control/verbs/policy/index.ts';
import { createServer } from '../../src/control/verbs/server/index.ts';
import { Configurator, type Snapshot } from '../../src/snapshot/index.ts';
import { openTestControl, type TestControl } from '../support/control.ts';
import { PuppetSession, puppetUpstream } from '../support/upstreams/puppet-session.ts';

const day = 86_400_000;
let plane: TestControl;
let inForce: Snapshot | undefined;
/** The server `files`, which says nothing until a test does. */
let silent: PuppetSession[];

interface Item {
  readonly label: string;
  readonly unknown: readonly string[];
  readonly tools: readonly { readonly tool: string; readonly severity: string; readonly lastUsedAt: number | null }[];
}
interface Page {
  readonly items: readonly Item[];
  readonly next?: string;
}

beforeEach(async () => {
  silent = [];
  const snapshot = (): Snapshot => {
    if (inForce === undefined) throw new Error('nothing is in force yet');
    return inForce;
  };
  const inspector = new Inspector(snapshot, { now: () => 0, monotonic: () => plane.clock.monotonic() }, '1');
  plane = await openTestControl({
    snapshot: async () => snapshot(),
    heard: (server, enough) => inspector.heard(server, enough),
  });
  const by = { actor: operator };
  const { control } = plane;
  await control.run(createServer, { slug: 'files', url: 'https://files.example/mcp' }, by);
  const text = JSON.stringify({ version: '1', default: 'deny', tools: { 'tool_*': {} } });
  await control.run(savePolicy, { name: 'p', text, activate: true }, by);
  for (let i = 0; i < 12; i += 1) await control.run(createGrant, { label: `g${10 + i}`, servers: { files: 'p' } }, by);
});
afterEach(() => plane.close());

/** Puts so many tools of the server on record as approved, and what is stored in force. */
async function approve(tools: readonly { tool: string; text: string }[]): Promise<void> {
  const { sql, keys } = plane.control;
  const rows = tools.map(({ tool, text }, i) => ({
    id: `d${i}`,
    server: 'files',
    tool,
    hash: `h${i}`,
    state: 'approved',
    text,
    seen_at: 1,
    decided_at: null,
    decided_by: null,
  }));
  if (rows.length > 0) await sql.insertInto('definition').values(rows).execute();
  const read = readConfig({}, '/toolgate.yaml', {});
  if (!read.ok) throw new Error('the empty configuration does not read');
  const configurator = new Configurator({
    openUpstream: async () => puppetUpstream('legacy', silentSession),
    policyVersions: async () => new Map(),
  });
  await configurator.apply(read.config, await new StoredReader(sql, keys, () => {}).read());
  inForce = configurator.current;
}

function silentSession(): PuppetSession {
  const session = new PuppetSession();
  silent.push(session);
  return session;
}

async function inventory(query = ''): Promise<Page> {
  const { status, body } = await plane.ask('GET', `/inventory${query}`);
  expect(status).toBe(200);
  return body as Page;
}

it('is told in pages that end where many tools were looked at, and has every grant once', async () => {
  await approve(Array.from({ length: 700 }, (_, i) => ({ tool: `tool_${i}`, text: '{}' })));
  const pages: Page[] = [];
  let after = '';
  do {
    const page = await inventory(`?limit=1000${after}`);
    pages.push(page);
    after = `&cursor=${page.next ?? ''}`;
  } while (pages.at(-1)?.next !== undefined);
  expect(pages.length).toBeGreaterThan(2);
  const items = pages.flatMap((page) => page.items);
  expect(items.map(({ label }) => label)).toEqual(Array.from({ length: 12 }, (_, i) => `g${10 + i}`));
  for (const { tools } of items) expect(tools).toHaveLength(700);
});

it('names a tool that is approved in two forms once, by the graver one', async () => {
  const text = (description: string) => JSON.stringify({ name: 'tool_x', description });
  await approve([
    { tool: 'tool_x', text: text('Reads a note.') },
    { tool: 'tool_x', text: text('Deletes the database and everything in it, for ever.') },
  ]);
  const [first] = (await inventory('?grant=g10')).items;
  expect(first?.tools.map(({ tool, severity }) => [tool, severity === 'low'])).toEqual([['tool_x', false]]);
});

it('knows what was used within thirty days, and shows the rest alone where that is asked for', async () => {
  await approve(['tool_now', 'tool_then', 'tool_never'].map((tool) => ({ tool, text: '{}' })));
  const now = plane.clock.now();
  const id =
    [...(inForce?.grantsById.values() ?? [])].find(({ principal }) => principal.grant.label === 'g10')?.principal.grant
      .id ?? '';
  const use = (tool: string, used_at: number) => ({ grant_id: id, server: 'files', tool, used_at });
  await plane.control.sql
    .insertInto('tool_use')
    .values([use('tool_now', now - day), use('tool_then', now - 31 * day)])
    .execute();
  const used = (await inventory('?grant=g10')).items[0]?.tools.map(({ tool, lastUsedAt }) => [tool, lastUsedAt]);
  expect(used).toEqual(
    expect.arrayContaining([
      ['tool_now', now - day],
      ['tool_then', null],
      ['tool_never', null],
    ]),
  );
  const rest = (await inventory('?grant=g10&unused=true')).items[0]?.tools.map(({ tool }) => tool);
  expect(rest?.toSorted()).toEqual(['tool_never', 'tool_then']);
});

it('waits for no server that does not answer, asks it once, and knows its tools when it has', async () => {
  await approve([]);
  // Nothing is said by the server all the while: were it waited for, nobody would be answered.
  for (let look = 0; look < 2; look += 1) {
    const { items } = await inventory('?limit=1000');
    expect(items).toHaveLength(12);
    for (const { tools, unknown } of items) expect({ tools, unknown }).toEqual({ tools: [], unknown: ['files'] });
    // However long it takes, it is asked once.
    plane.clock.advance(10_000);
  }
  expect(silent.map(({ requests }) => requests.map(({ message }) => message.method))).toEqual([['initialize']]);

  const [session] = silent;
  const serverInfo = { name: 'p', version: '1' };
  session?.requests[0]?.result({ protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo });
  const list = await vi.waitUntil(() => session?.requests.find(({ message }) => message.method === 'tools/list'));
  list.result({ tools: [{ name: 'tool_x', inputSchema: { type: 'object' } }] });
  const shown = async () => (await inventory('?grant=g10')).items.map(({ tools }) => tools.map(({ tool }) => tool));
  await vi.waitFor(async () => expect(await shown()).toEqual([['tool_x']]));

  // Asked again when that is old, and shown as it was last heard until it answers.
  plane.clock.advance(10_000);
  expect(await shown()).toEqual([['tool_x']]);
  expect(silent).toHaveLength(2);
});
