/**
 * Servers of others, over each transport, as the Inspector's command line sees them through the gateway: at their own
 * URL and at the one of all servers. Definitions must arrive as their server wrote them.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspector } from '../support/gateway/inspector.ts';
import { open, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type EverythingOverHttp, startEverything } from '../support/upstreams/everything-over-http.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolgate-interop-'));
const shelf = join(folder, 'shelf');
const sum = { tool: 'get-sum', args: { a: 20, b: 22 }, answer: 'The sum of 20 and 22 is 42.' };

/** For each server how many tools it has, and a call that needs nothing which is not here. */
const trials = [
  { slug: 'everything', least: 10, call: sum },
  { slug: 'over-http', least: 10, call: sum },
  { slug: 'over-sse', least: 10, call: sum },
  {
    slug: 'filesystem',
    least: 14,
    call: { tool: 'read_text_file', args: { path: join(shelf, 'note.txt') }, answer: 'on the shelf' },
  },
  { slug: 'memory', least: 9, call: { tool: 'read_graph', args: {}, answer: 'entities' } },
  { slug: 'playwright', least: 20, call: undefined },
  { slug: 'chrome', least: 25, call: undefined },
  { slug: 'eslint', least: 1, call: undefined },
] as const;

let http: EverythingOverHttp;
let sse: EverythingOverHttp;
let gateway: TestGateway;
const commands = {
  everything: servers.everything(),
  filesystem: servers.filesystem(shelf),
  memory: servers.memory(join(folder, 'memory.jsonl')),
  playwright: servers.installed('@playwright/mcp', '--headless'),
  chrome: servers.installed('chrome-devtools-mcp', '--headless', '--no-usage-statistics'),
  eslint: servers.installed('@eslint/mcp'),
};

beforeAll(async () => {
  mkdirSync(shelf);
  writeFileSync(join(shelf, 'note.txt'), 'on the shelf');
  [http, sse] = await Promise.all([startEverything('streamableHttp'), startEverything('sse')]);
  gateway = await startGateway({
    servers: {
      ...commands,
      'over-http': { url: http.url, allowPrivate: true },
      'over-sse': { url: sse.url, allowPrivate: true },
    },
    policies: { open },
    more: { admission: { processes: 32 } },
  });
}, 90_000);
afterAll(async () => {
  await gateway?.stop();
  await Promise.all([http?.stop(), sse?.stop()]);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** The tools straight from the server, without a gateway. */
function alone(slug: (typeof trials)[number]['slug']) {
  if (slug === 'over-http') return inspector({ url: http.url, transport: 'http' }).tools();
  if (slug === 'over-sse') return inspector({ url: sse.url, transport: 'sse' }).tools();
  const { command } = commands[slug];
  return inspector({ command, env: slug === 'memory' ? commands.memory.env : {} }).tools();
}

it.each(trials)(
  '$slug has the tools that it has without a gateway, to the last field',
  async ({ slug, least }) => {
    const through = await inspector({ url: gateway.url(slug), token: gateway.token() }).tools();
    expect(through.length).toBeGreaterThanOrEqual(least);
    expect(through).toEqual(await alone(slug));
  },
  120_000,
);

const callable = trials.flatMap(({ slug, call }) => (call === undefined ? [] : [{ slug, ...call }]));
it.each(callable)(
  '$slug is called by the Inspector',
  async ({ slug, tool, args, answer }) => {
    const said = await inspector({ url: gateway.url(slug), token: gateway.token() }).call(tool, args);
    expect(JSON.stringify(said)).toContain(answer);
  },
  120_000,
);

describe('the URL of all servers', () => {
  it('has every server’s tools under its slug, and calls reach them', async () => {
    const all = inspector({ url: `${gateway.origin}/mcp`, token: gateway.token() });
    const found = async () => new Set((await all.tools()).map(({ name }) => name.split('__')[0]));
    // One that does not start within the budget of a list is left out of it, and there is nothing to wait for then.
    await expect.poll(found, { timeout: 100_000 }).toContain('over-http');
    // Each call is a session of its own, and starts the processes that it needs.
    for (const { slug, tool, args, answer } of callable.filter(({ slug }) => slug !== 'everything')) {
      expect(JSON.stringify(await all.call(`${slug}__${tool}`, args))).toContain(answer);
    }
  }, 240_000);
});
