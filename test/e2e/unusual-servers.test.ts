/** Servers that are old, sparing with words, or careless with them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modernHeaders, modernMeta } from '../support/gateway/listen.ts';
import { openSession, post } from '../support/gateway/raw-session.ts';
import { open } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type BatchingHttp, startBatchingHttp } from '../support/upstreams/batching-server.ts';

/** A program of a few lines that answers by this table, and is silent on what is not in it. */
const program = (results: object, errors: object = {}) => ({
  command: [
    process.execPath,
    '-e',
    `const results = ${JSON.stringify(results)}, errors = ${JSON.stringify(errors)};
     require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
       const { id, method } = JSON.parse(line);
       const body = results[method] ? { result: results[method] } : errors[method] ? { error: errors[method] } : undefined;
       if (id !== undefined && body) console.log(JSON.stringify({ jsonrpc: '2.0', id, ...body }));
     });`,
  ],
});
const initialize = { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'x', version: '1' } };
const unknown = { code: -32601, message: 'Method not found' };
const tools = { tools: [{ name: 'one', inputSchema: { type: 'object' } }] };
const text = { content: [{ type: 'text', text: 'called' }] };
const discovered = {
  resultType: 'complete',
  supportedVersions: ['2026-07-28'],
  capabilities: { tools: {} },
  ttlMs: 0,
  cacheScope: 'private',
};

let gateway: TestGateway;
let batching: BatchingHttp;
beforeAll(async () => {
  batching = await startBatchingHttp();
  gateway = await startGateway({
    servers: {
      batching: { url: batching.url, allowPrivate: true },
      toolless: program({ initialize, 'resources/list': { resources: [] } }, { 'tools/list': unknown }),
      untyped: program(
        { 'server/discover': discovered, 'tools/list': tools, 'tools/call': text },
        { initialize: unknown },
      ),
      silent: program({
        initialize: { ...initialize, capabilities: { tools: {} } },
        'tools/list': tools,
        'tools/call': text,
      }),
    },
    policies: { open },
    more: { admission: { processes: 32 } },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await batching?.close();
}, 60_000);

async function ask(slug: string, method: string, params: { readonly name?: string } = {}) {
  const url = slug === '' ? `${gateway.origin}/mcp` : gateway.url(slug);
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: modernMeta } });
  return JSON.parse((await post(url, gateway.token(), body, modernHeaders(method, params.name))).text);
}

describe('a server of 2025-03-26', () => {
  it('serves clients of either era, and is never sent a batch', async () => {
    const session = await openSession(gateway.url('batching'), gateway.token());
    expect((await session.call(1, 'one')).text).toContain('called one');
    expect((await ask('batching', 'tools/call', { name: 'one' })).result.content[0].text).toBe('called one');
    expect(batching.seen.batches).toBe(0);
    expect(new Set(batching.seen.versions.filter((version) => version !== '2026-07-28'))).toContain('2025-03-26');
    await session.end();
  }, 60_000);

  it('is refused its own batches, which cannot be told from two answers to one question', async () => {
    const session = await openSession(gateway.url('batching'), gateway.token());
    const { error } = JSON.parse((await session.call(1, 'batch')).text);
    expect(error).toMatchObject({ code: -32603, data: { code: 'upstream_invalid' } });
    await session.end();
  }, 60_000);
});

describe('a server without tools', () => {
  it('says so in its own words, and has none to call', async () => {
    const session = await openSession(gateway.url('toolless'), gateway.token());
    expect(JSON.parse((await session.send({ id: 1, method: 'tools/list' })).text).error).toMatchObject(unknown);
    expect(JSON.parse((await session.call(2, 'one')).text).error).toMatchObject({ code: -32602 });
    await session.end();
  }, 60_000);

  it('is not missed at the URL of all servers', async () => {
    const { result } = await ask('', 'tools/list');
    const names = result.tools.map(({ name }: { readonly name: string }) => name);
    expect(names.some((name: string) => name.startsWith('toolless'))).toBe(false);
    expect(gateway.child.stderr()).not.toMatch(/left out of a list.*toolless/);
  }, 60_000);
});

it('a result of 2026-07-28 that does not say what it is, is complete', async () => {
  expect((await ask('untyped', 'tools/call', { name: 'one' })).result).toMatchObject({
    resultType: 'complete',
    ...text,
  });
}, 60_000);

it('a program that passes over what it does not know keeps a client of 2026-07-28 waiting for a moment only', async () => {
  const before = performance.now();
  expect((await ask('silent', 'tools/call', { name: 'one' })).result.content).toEqual(text.content);
  // It would be ten seconds if silence were the only answer.
  expect(performance.now() - before).toBeLessThan(9_000);
}, 60_000);
