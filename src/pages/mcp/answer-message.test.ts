import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Catalog, openWithStarter } from '../../catalog/index.ts';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { answerMessage, type PublicReply } from './answer-message.ts';

let folder: string;
let catalog: Catalog;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalog-'));
  openWithStarter(folder).close();
  catalog = Catalog.open(folder);
}, 60_000);
afterAll(() => {
  catalog.close();
  rmSync(folder, { recursive: true, force: true });
});

const _meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};
const ask = (method: string, params: JsonObject = {}): PublicReply =>
  answerMessage({ jsonrpc: '2.0', id: 1, method, params }, catalog, '9');
const call = (name: string, args: JsonObject): JsonValue | undefined =>
  ask('tools/call', { name, arguments: args, _meta }).body?.result;
const allcanuse = 'ra1nyxin/allcanuse-mcp';

it('speaks both eras, each in its own way', () => {
  expect(ask('initialize', { protocolVersion: '2025-06-18' }).body?.result).toMatchObject({
    protocolVersion: '2025-06-18',
    serverInfo: { name: 'toolgate-catalog', version: '9' },
  });
  expect(ask('initialize', { protocolVersion: '1999-01-01' }).body?.result).toMatchObject({
    protocolVersion: '2025-11-25',
  });
  expect(ask('ping').body?.result).toEqual({});
  expect(ask('tools/list').body?.result).not.toHaveProperty('resultType');
  expect(ask('server/discover', { _meta }).body?.result).toMatchObject({
    resultType: 'complete',
    supportedVersions: ['2026-07-28'],
    cacheScope: 'public',
  });
  expect(ask('tools/list', { _meta }).body?.result).toMatchObject({
    resultType: 'complete',
    tools: ['search_servers', 'check_tool', 'check_server', 'recommend_policy'].map((name) => ({
      name,
      inputSchema: { type: 'object', additionalProperties: false },
      annotations: { readOnlyHint: true },
    })),
  });
  expect(ask('initialize', { _meta })).toMatchObject({ status: 404, body: { error: { code: -32601 } } });
  expect(ask('server/discover')).toMatchObject({ body: { error: { code: -32601 } } });
  const other = { ..._meta, 'io.modelcontextprotocol/protocolVersion': '2030-01-01' };
  expect(ask('tools/list', { _meta: other })).toMatchObject({ status: 400, body: { error: { code: -32022 } } });
});

it('owes notifications and answers nothing, and refuses what is no message', () => {
  expect(answerMessage({ jsonrpc: '2.0', method: 'notifications/initialized' }, catalog, '9')).toEqual({ status: 202 });
  expect(answerMessage({ jsonrpc: '2.0', id: 1, result: {} }, catalog, '9')).toEqual({ status: 202 });
  for (const message of [[], 'x', null, {}, { jsonrpc: '2.0', id: {}, method: 'ping' }, { jsonrpc: '2.0', id: 1 }]) {
    expect(answerMessage(message, catalog, '9')).toMatchObject({ status: 400, body: { error: { code: -32600 } } });
  }
});

it('checks a tool, a server, and recommends', () => {
  expect(call('search_servers', { query: 'tcp conect' })).toMatchObject({
    structuredContent: { tools: [{ server: allcanuse, tool: 'tcp_connect', category: 'execute', severity: 'high' }] },
  });
  expect(call('check_tool', { server: allcanuse, tool: 'tcp_connect' })).toMatchObject({
    structuredContent: {
      category: 'execute',
      severity: 'high',
      evidence: [
        { field: 'name', words: ['connect', 'tcp'], says: 'execute' },
        { field: 'inputSchema', words: ['host', 'port'], says: 'execute' },
      ],
    },
  });
  expect(call('check_server', { server: allcanuse })).toMatchObject({ structuredContent: { tools: 129 } });
  expect(call('recommend_policy', { server: allcanuse, tool: 'tcp_connect', strength: 'strict' })).toMatchObject({
    structuredContent: { policy: { version: '1', default: 'deny' } },
  });
  expect(call('recommend_policy', { server: allcanuse })).toMatchObject({
    structuredContent: { sentence: expect.any(String) },
  });
});

it('tells the model what is wrong with its question', () => {
  expect(call('check_tool', { server: allcanuse, tool: 'none' })).toMatchObject({ isError: true });
  expect(call('check_server', { server: 'nobody at all' })).toMatchObject({ isError: true });
  expect(call('check_server', { server: allcanuse, extra: 1 })).toMatchObject({ isError: true });
  expect(call('search_servers', {})).toMatchObject({ isError: true });
  expect(ask('tools/call', { name: 'constructor', _meta })).toMatchObject({ body: { error: { code: -32602 } } });
});
