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
  at.refusals.length = 0;
});

async function refused(request: string, status: number, code: string): Promise<void> {
  const answer = await exchangeRaw(at.port, request);
  expect(statuses(answer)).toEqual([status]);
  expect(codeOf(answer)).toBe(code);
  expect(answer).toMatch(/^X-Content-Type-Options: nosniff\r$/m);
  expect(answer).toMatch(/^Cache-Control: no-store\r$/m);
  expect(at.seen).toEqual([]);
  expect(at.refusals).toMatchObject([{ address: '127.0.0.1', code }]);
}

test('the request that the others spoil is answered', async () => {
  expect(statuses(await exchangeRaw(at.port, post(['Origin: http://localhost'])))).toEqual([200]);
  expect(at.seen).toMatchObject([{ method: 'POST', path: '/mcp/netdiag', params: { server: 'netdiag' }, body: '{}' }]);
});

describe('B60, B61: a singleton header that repeats, in any case and even with the same value', () => {
  const repeated: readonly (readonly [string, string])[] = [
    ['Host', 'localhost'],
    ['Authorization', 'Bearer tg_x'],
    ['Content-Type', 'application/json'],
    ['Origin', 'http://localhost'],
    ['Cookie', 'a=b'],
    ['Last-Event-ID', '1'],
    ['MCP-Protocol-Version', '2025-11-25'],
    ['Mcp-Method', 'tools/call'],
    ['Mcp-Name', 'x'],
    ['Mcp-Session-Id', 's'],
    ['Mcp-Param-Path', 'p'],
    ['Mcp-Anything-Else', 'p'],
    ['Content-Encoding', 'identity'],
    ['Expect', '100-continue'],
  ];
  test.each(repeated)('%s', async (name, value) => {
    const once = name === 'Host' ? [] : [`${name}: ${value}`];
    await refused(post([...once, `${name.toUpperCase()}: ${value}`]), 400, 'bad_request');
  });
  test('not next to each other, among other Mcp headers', async () => {
    await refused(post(['Mcp-Param-A: 1', 'Mcp-Param-B: 2', 'Accept: x', 'mcp-param-a: 1']), 400, 'bad_request');
  });
  test('different ones of a kind, and repeats that mean nothing here, pass', async () => {
    const lines = ['Mcp-Param-A: 1', 'Mcp-Param-B: 2', 'Accept: a', 'Accept: b', 'X-Any: 1', 'X-Any: 2'];
    expect(statuses(await exchangeRaw(at.port, post(lines)))).toEqual([200]);
  });
});

describe('B65: header values that two readers decode differently', () => {
  test.each(['é', '\x80', '\xff', '\x7f', '\u00a0'])('%j', async (text) => {
    await refused(post([`X-Name: a${text}b`]), 400, 'bad_request');
  });
  test('spaces and tabs are fine', async () => {
    expect(statuses(await exchangeRaw(at.port, post(['X-Name: a\tb c~!'])))).toEqual([200]);
  });
  test.each(['\0', '\x01', '\x1b'])('Node refuses %j itself', async (text) => {
    await refused(post([`X-Name: a${text}b`]), 400, 'bad_request');
  });
});

describe('B69: size and number of headers', () => {
  test('more than 100 headers', () =>
    refused(post(Array.from({ length: 100 }, (_, i) => `X-${i}: 1`)), 400, 'bad_request'));
  test('more than 2000, where Node would drop what follows without a word', () =>
    refused(post(Array.from({ length: 2500 }, () => 'X:')), 400, 'bad_request'));
  test('more than 16 KiB', () => refused(post([`X-Long: ${'a'.repeat(17_000)}`]), 431, 'too_large'));
});

describe('B09: content types', () => {
  test.each([
    'application/json; charset=utf-16',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; charset="utf-7"',
    'application/json; boundary=x',
    'application/json;',
    'application/json, text/plain',
    'application/json-rpc',
    'application/vnd.api+json',
    'text/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '',
  ])('%s is refused', (type) => refused(post([`Content-Type: ${type}`]), 415, 'unsupported_media'));
  test('none at all is refused', () =>
    refused(post().replace('Content-Type: application/json\r\n', ''), 415, 'unsupported_media'));
  test.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
  ])('%s is read', async (type) => {
    expect(statuses(await exchangeRaw(at.port, post([`Content-Type: ${type}`])))).toEqual([200]);
  });
});

describe('B10: content encodings', () => {
  test.each(['gzip', 'br', 'deflate', 'zstd', 'identity', 'gzip, gzip', 'x-gzip', 'compress', ''])('%s', (encoding) =>
    refused(post([`Content-Encoding: ${encoding}`]), 415, 'unsupported_media'),
  );
});

describe('B64: methods and bodies', () => {
  test.each(['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])('%s changes nothing', async (name) => {
    expect(statuses(await exchangeRaw(at.port, get([`${name}: DELETE`], '/mcp/netdiag')))).toEqual([200]);
    expect(at.seen).toMatchObject([{ method: 'GET' }]);
  });
  test.each(['GET', 'DELETE'])('%s with a body', (method) =>
    refused(`${get(['Content-Length: 2'], '/mcp/netdiag', method)}{}`, 400, 'bad_request'),
  );
  test.each(['GET', 'DELETE'])('%s with a chunked body', (method) =>
    refused(`${get(['Transfer-Encoding: chunked'], '/mcp/netdiag', method)}0\r\n\r\n`, 400, 'bad_request'),
  );
  test.each(['gzip, chunked', 'identity, chunked', ', chunked', 'chunked, chunked'])(
    'Transfer-Encoding: %s',
    async (coding) => {
      const head = post([`Transfer-Encoding: ${coding}`]).replace(/Content-Length.*/s, '');
      await refused(`${head}\r\n2\r\n{}\r\n0\r\n\r\n`, 400, 'bad_request');
    },
  );
  test('GET with a body of no length passes', async () => {
    expect(statuses(await exchangeRaw(at.port, get(['Content-Length: 0'])))).toEqual([200]);
  });
  test.each(['HEAD', 'PUT', 'PATCH', 'OPTIONS', 'PROPFIND', 'TRACE'])(
    '%s where it is not served: 405',
    async (method) => {
      const answer = await exchangeRaw(at.port, get([], '/mcp/netdiag', method));
      expect(statuses(answer)).toEqual([405]);
      expect(answer).toMatch(/^Allow: POST, GET, DELETE\r$/m);
      expect(at.seen).toEqual([]);
    },
  );
});

describe('B66: upgrades are not made', () => {
  test.each([
    ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'],
    ['Upgrade: websocket', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='],
  ])('%s is ignored: HTTP/1.1 answers', async (...lines) => {
    const request = get(lines).replace('Connection: close', 'Connection: close, Upgrade');
    expect(statuses(await exchangeRaw(at.port, request))).toEqual([200]);
  });
  test('and what stands behind a request for one is not read', async () => {
    const lines = ['Upgrade: websocket', 'Transfer-Encoding: chunked'];
    const head = post(lines)
      .replace('Connection: close', 'Connection: Upgrade')
      .replace(/Content-Length.*/s, '');
    const answer = await exchangeRaw(at.port, `${head}\r\n2\r\n{}\r\n0\r\n\r\n${post()}`, false);
    expect(statuses(answer)).toEqual([200]);
    expect(answer).toMatch(/^Connection: close\r$/m);
    expect(at.seen).toHaveLength(1);
  });
  test('an Expect that is unknown', () => refused(post(['Expect: 200-ok']), 400, 'bad_request'));
  test('CONNECT opens no tunnel', async () => {
    expect(await exchangeRaw(at.port, 'CONNECT localhost:1 HTTP/1.1\r\nHost: localhost:1\r\n\r\n')).toBe('');
    expect(at.seen).toEqual([]);
  });
});
