import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { openWithStarter } from '../../../src/catalog/index.ts';
import { toPathReference } from '../../../src/kernel/index.ts';
import { hostileRecord } from '../../support/catalog/hostile-records.ts';
import { asTransport, legacyTransport } from '../../support/gateway/clients.ts';
import { startChangingServer } from '../../support/upstreams/changing-server.ts';
import { type Api, apiAs } from './api.ts';
import { admin, type OpenDashboard, openDashboard } from './dashboard.ts';
import { hostileLine } from './hostile.ts';
import { endless, strange, strangeAtLength, strangeLine } from './strange-texts.ts';

/** A dashboard on an installation in which every name, reason and description means ill, or is as long as it may be. */
export interface StrangeInstallation extends OpenDashboard {
  readonly longServer: string;
  readonly longPolicy: string;
  /** Of the catalogue: a server, and some of its tools. */
  readonly slug: string;
  readonly catalogTools: readonly string[];
  /** The calls that wait for a person. */
  readonly approvals: readonly string[];
}

const schema = {
  type: 'object',
  title: strange,
  properties: {
    [strange]: { type: 'string', description: strangeAtLength, enum: [hostileLine, endless] },
    path: { type: 'string', description: strange },
  },
};
const longTool = 'w'.repeat(128);
const longLabel = 'g'.repeat(64);
const longServer = 's'.repeat(31);
const longPolicy = 'p'.repeat(64);
const longName = 'W'.repeat(100);
const changes = { name: 'changes_later', description: 'plain', inputSchema: { type: 'object' } };
const tools: readonly object[] = [
  { name: 'echo', title: strange, description: strangeAtLength, inputSchema: schema, annotations: { title: strange } },
  { name: hostileLine, description: strange, inputSchema: schema },
  { name: strange, description: strange, inputSchema: schema },
  { name: 'constructor', description: 'javascript:alert(7)', inputSchema: schema },
  { name: longTool, title: endless, description: endless, inputSchema: schema },
];

/** Everything that comes in by MCP: names of clients, of tools and prompts that are not there, arguments; two calls are held. */
async function call(mcp: readonly [url: string, token: string][]) {
  const names = [
    { name: strange, version: strangeLine, title: strange },
    { name: 'x'.repeat(5_000), version: 'y'.repeat(3_000) },
  ];
  const clients = await Promise.all(
    mcp.map(async ([url, token], index) => {
      const client = new Client(names[index] ?? { name: '', version: '' }, {});
      await client.connect(asTransport(legacyTransport(url, token)));
      return client;
    }),
  );
  const args = { [strange]: strangeAtLength, nested: { '<b>': strange }, path: `/srv/${endless}` };
  const refused = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);
  for (const client of clients) {
    for (const name of ['constructor', hostileLine, strange, endless, longTool]) {
      await refused(client.callTool({ name, arguments: args }));
    }
    await refused(client.readResource({ uri: `https://evil.example/${strange}` }));
    await refused(client.getPrompt({ name: strange, arguments: { a: strange } }));
  }
  for (const client of clients) void refused(client.callTool({ name: 'echo', arguments: args }));
  return clients;
}

/** Everything that operators type, through the API. */
async function typed(api: Api, url: string): Promise<void> {
  const entry = { action: 'deny', reason: strangeLine.slice(0, 900) };
  const value = [strange, endless];
  const guarded = { require: [{ conditions: [{ path: 'args.path', op: 'in', value }], on_deny: entry.reason }] };
  const document = { version: '1', default: 'deny', description: strange, tools: { echo: entry, [longTool]: guarded } };
  const text = JSON.stringify(document);
  const mail = `${'e'.repeat(64)}@${'d'.repeat(63)}.${'d'.repeat(63)}.example.com`;
  const wide = (length: number): string => 'h'.repeat(length);
  const made: readonly (readonly [method: string, path: string, body: object])[] = [
    ['POST', '/api-keys', { name: hostileLine, role: 'viewer' }],
    ['POST', '/api-keys', { name: longName, role: 'viewer' }],
    ['POST', '/invitations', { email: 'eve@example.com', name: hostileLine, role: 'viewer' }],
    ['POST', '/invitations', { email: mail, name: longName, role: 'viewer' }],
    ['POST', '/channels', { name: hostileLine, kind: 'webhook', url: 'https://hooks.example.com/a' }],
    ['POST', '/channels', { name: longName, kind: 'webhook', url: `https://hooks.example.com/${wide(1_500)}` }],
    ['POST', '/servers', { slug: 'other', name: hostileLine, url: `${url}?x=${wide(3_000)}`, allowPrivate: true }],
    ['POST', '/servers', { slug: longServer, name: longName, url: `${url}/${wide(3_000)}`, allowPrivate: true }],
    ['PUT', '/policies/hostile', { text, note: strange.slice(0, 1_500), description: strange.slice(0, 1_500) }],
    ['PUT', `/policies/${longPolicy}`, { text, note: wide(1_900), description: wide(1_900) }],
    ['PUT', '/policies/yaml', { text: `# ${strangeLine}\nversion: "1"\ndefault: deny # ${endless}\n`, format: 'yaml' }],
    ['POST', '/policies/hostile/activate', { version: 1 }],
    ['POST', `/policies/${longPolicy}/activate`, { version: 1 }],
    [
      'POST',
      '/grants',
      {
        label: 'l'.repeat(64),
        servers: { other: 'hostile', [longServer]: longPolicy },
        tags: { team: strangeLine.slice(0, 250), wide: wide(256) },
        addresses: ['2001:db8:1234:5678:1234:5678:1234:5678/128'],
      },
    ],
    ['POST', '/kills', { server: 'other', reason: strange.slice(0, 490) }],
    ['POST', '/kills', { tool: strange.slice(0, 120), reason: wide(500) }],
    ['POST', '/kills', { tool: longTool, reason: strange.slice(0, 480) }],
  ];
  const { body } = await api('GET', '/users');
  const members = (body.items as { id: string }[]).map(({ id }) => `user:${id}`);
  const groups = [strange.slice(0, 450), wide(500)].map(
    (name) => ['PUT', `/approver-groups/${toPathReference(name)}`, { members }] as const,
  );
  for (const [method, path, what] of [...made, ...groups]) {
    const answer = await api(method, path, what);
    if (answer.status >= 400) throw new Error(`${method} ${path.slice(0, 60)}: ${JSON.stringify(answer.body)}`);
  }
}

/** What somebody says of themselves who signs in, and what readers of the catalogue's pages write. */
async function readers({ gateway, context }: OpenDashboard): Promise<void> {
  await fetch(`${gateway.origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'User-Agent': `"><img src=x onerror=alert(1)>${'U'.repeat(3_000)}` },
    body: JSON.stringify(admin),
  });
  const session = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  for (const [from, text] of [
    [strange.slice(0, 200), strange],
    ['W'.repeat(200), endless.slice(0, 4_000)],
  ] as const) {
    await fetch(`${gateway.origin}/catalog/contact`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        Cookie: session,
        Origin: gateway.origin,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ about: '/catalog', from, text }).toString(),
    });
  }
}

/** A server of the catalogue, put there as `toolgate catalog import` puts it. */
function known(dataFolder: string) {
  const writer = openWithStarter(dataFolder);
  try {
    const importer = writer.importer();
    importer.add(hostileRecord());
    importer.finish();
    const catalog = writer.reader();
    const [slug = ''] = catalog.serversNamed(hostileRecord().name);
    return { slug, catalogTools: catalog.server(slug)?.list.map((tool) => tool.slug) ?? [] };
  } finally {
    writer.close();
  }
}

export async function openStrangeInstallation(): Promise<StrangeInstallation> {
  const changing = await startChangingServer([...tools, changes]);
  const asks = { action: 'require_approval', reason: strangeLine.slice(0, 900) };
  const denies = { ...asks, action: 'deny' };
  const mean = { version: '1', default: 'allow', description: strange, tools: { echo: asks, constructor: denies } };
  const open = await openDashboard({
    servers: { mean: { url: changing.url, allowPrivate: true } },
    policies: { mean: { ...mean, approval: { hold: '290s' } } },
    grants: { agent: { mean: 'mean' }, [longLabel]: { mean: 'mean' } },
  });
  const { gateway } = open;
  const api = await apiAs(gateway.origin);
  const catalog = known(gateway.dataFolder);
  const clients = await call(['agent', longLabel].map((label) => [gateway.url('mean'), gateway.token(label)]));
  await typed(api, changing.url);
  await readers(open);
  // A definition that was approved becomes another one, and waits.
  changing.tools = [...tools, { ...changes, title: strange, description: strangeAtLength, inputSchema: schema }];
  await clients[0]?.listTools();
  const waiting = async (path: string): Promise<readonly { id: string }[]> =>
    (await api('GET', path)).body.items as { id: string }[];
  for (const path of ['/approvals', '/definitions?state=waiting']) {
    while ((await waiting(path)).length === 0) await new Promise(setImmediate);
  }
  return {
    ...open,
    ...catalog,
    longServer,
    longPolicy,
    approvals: (await waiting('/approvals')).map(({ id }) => id),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await open[Symbol.asyncDispose]();
      await changing.close();
    },
  };
}
