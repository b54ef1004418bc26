import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { get, openTestDoor, post, type TestDoor } from './door.ts';
import { codeOf, exchangeRaw, statuses } from './raw-client.ts';

let at: TestDoor;
beforeAll(async () => {
  at = await openTestDoor();
});
afterAll(() => at.door.close(0));
beforeEach(() => {
  at.seen.length = 0;
});

describe('B62: only origin-form', () => {
  test.each([
    'http://localhost/healthz',
    'http://evil.example/healthz',
    'https://localhost/healthz',
    'HTTP://localhost/healthz',
    'http://localhost/mcp/netdiag',
    'http://me@localhost/healthz',
    'http://localhost',
    'http:/healthz',
    'ws://localhost/healthz',
    '*',
  ])('%s', async (target) => {
    const answer = await exchangeRaw(at.port, get([], target, target === '*' ? 'OPTIONS' : 'GET'));
    expect(statuses(answer)).toEqual([400]);
    expect(codeOf(answer)).toBe('bad_request');
    expect(at.seen).toEqual([]);
  });
  test('nor with a body', async () => {
    const answer = await exchangeRaw(at.port, post([], '{}', 'http://localhost/mcp/netdiag'));
    expect(statuses(answer)).toEqual([400]);
    expect(at.seen).toEqual([]);
  });
});

describe('B63: paths that can be read in two ways', () => {
  test.each([
    '//healthz',
    '//mcp/../admin%2f',
    '/mcp//netdiag',
    '/mcp/../healthz',
    '/mcp/./netdiag',
    '/mcp/..',
    '/mcp/.',
    '/mcp/%2e%2e/healthz',
    '/mcp/%2E',
    '/mcp/.%2e/x',
    '/mcp%2fnetdiag',
    '/mcp/net%2Fdiag',
    '/mcp/net%5cdiag',
    '/mcp\\netdiag',
    '/mcp/netdiag#x',
    '/healthz#x',
    '/healthz?a#b',
    '/mcp/netdiag?a\\b',
    '/mcp/n\xe9tdiag',
    '/healthz?q=\xe9',
  ])('%s is refused', async (target) => {
    const answer = await exchangeRaw(at.port, get([], target));
    expect(statuses(answer)).toEqual([400]);
    expect(at.seen).toEqual([]);
  });
  test.each([
    '/Healthz',
    '/healthz/',
    '/mcp/netdiag/',
    '/mcp/netdiag/x',
    '/mcp/%6eetdiag',
    '/mcp/net;diag',
    '/mcp/net:diag',
    '/healthz%00',
    '/constructor',
    '/__proto__',
    '/',
  ])('%s is another path: 404', async (target) => {
    const answer = await exchangeRaw(at.port, get([], target));
    expect(statuses(answer)).toEqual([404]);
    expect(codeOf(answer)).toBe('not_found');
    expect(at.seen).toEqual([]);
  });
  test('a name of the object prototype is a parameter like any other', async () => {
    expect(statuses(await exchangeRaw(at.port, post([], '{}', '/mcp/constructor')))).toEqual([200]);
    expect(at.seen).toMatchObject([{ params: { server: 'constructor' } }]);
  });
  test('the query is handed on as it came', async () => {
    expect(statuses(await exchangeRaw(at.port, get([], '/mcp/a?x=%2f..//&y')))).toEqual([200]);
    expect(at.seen).toMatchObject([{ path: '/mcp/a', query: 'x=%2f..//&y' }]);
  });
});
