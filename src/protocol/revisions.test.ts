import { describe, expect, test } from 'vitest';
import { canonical, sha256Jcs } from './jcs.ts';
import { defaultCaps } from './json/caps.ts';
import { decodeHeaderValue, encodeHeaderValue } from './rev-2026-07-28/header-value.ts';
import { headersDisagree } from './rev-2026-07-28/headers-agree.ts';
import { negotiate, revisionNamed, revisions } from './revisions.ts';
import { readMessage } from './rpc/read-message.ts';

describe('revisions', () => {
  test.each([
    ['2025-11-25', '2025-11-25'],
    ['2025-06-18', '2025-06-18'],
    ['2026-07-28', '2025-11-25'],
    ['2025-03-26', '2025-11-25'],
    ['', '2025-11-25'],
    ['constructor', '2025-11-25'],
  ])('initialize with %j ends in %s', (requested, expected) => expect(negotiate(requested).version).toBe(expected));

  test.each<[string, boolean, boolean, boolean]>([
    ['initialize', true, true, false],
    ['ping', true, true, false],
    ['tools/call', true, true, true],
    ['logging/setLevel', true, true, false],
    ['resources/subscribe', true, true, false],
    ['server/discover', false, false, true],
    ['subscriptions/listen', false, false, true],
    ['tasks/get', false, true, false],
    ['Tools/call', false, false, false],
    ['tools/call ', false, false, false],
    ['constructor', false, false, false],
    ['notifications/initialized', false, false, false],
    ['sampling/createMessage', false, false, false],
  ])('B16: %s in the three revisions', (method, june, november, july) => {
    const may = ['2025-06-18', '2025-11-25', '2026-07-28'].map((name) =>
      revisionNamed(name)?.clientRequests.has(method),
    );
    expect(may).toEqual([june, november, july]);
  });

  test('a modern server asks nothing', () => {
    expect(revisions.filter(({ serverRequests }) => serverRequests.size === 0).map(({ era }) => era)).toEqual([
      'modern',
    ]);
  });
});

describe('B74: headers and body', () => {
  const message = readMessage(
    Buffer.from(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"grüße","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}',
    ),
    defaultCaps,
  );
  const right = {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': '=?base64?Z3LDvMOfZQ==?=',
  };
  const check = (change: Record<string, string | undefined>) => {
    if (message.kind !== 'request') throw new Error(message.kind);
    const headers = new Map(Object.entries({ ...right, ...change }));
    return headersDisagree((name) => headers.get(name), message);
  };

  test('agree', () => expect(check({})).toBeUndefined());

  test.each<[Record<string, string | undefined>]>([
    [{ 'mcp-protocol-version': '2025-11-25' }],
    [{ 'mcp-protocol-version': undefined }],
    [{ 'mcp-method': 'tools/list' }],
    [{ 'mcp-method': 'Tools/Call' }],
    [{ 'mcp-method': undefined }],
    [{ 'mcp-name': undefined }],
    [{ 'mcp-name': 'grusse' }],
    [{ 'mcp-name': '=?BASE64?Z3LDvMOfZQ==?=' }],
    [{ 'mcp-name': '=?base64?Z3LDvMOfZQ?=' }],
    [{ 'mcp-name': '=?base64?Z3LDvMOfZR==?=' }],
    [{ 'mcp-name': '=?base64?Z3LDvMOf ZQ==?=' }],
    [{ 'mcp-name': '=?base64?PT9iYXNlNjQ/WjNMRHZNT2ZaUT09Pz0=?=' }],
    [{ 'mcp-name': '=?base64?/w==?=' }],
    [{ 'mcp-name': '=?base64?=' }],
  ])('%o disagrees', (change) => expect(check(change)).toMatch(/^The header Mcp-|^The header MCP-/));

  test.each(['a', 'a b', ' a', 'a ', '', 'é', '=?base64?YQ==?=', '=?x', '\n', '=?='])(
    '%j goes there and back',
    (text) => {
      const value = encodeHeaderValue(text);
      expect(value).toMatch(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/);
      expect(decodeHeaderValue(value)).toBe(text);
    },
  );
});

describe('RFC 8785', () => {
  test('the example of section 3.2.3, and numbers of section 3.2.2.3', () => {
    const value = JSON.parse(
      '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
    ) as Record<string, string>;
    expect(Object.values(JSON.parse(canonical(value)) as object)).toHaveLength(7);
    expect([...canonical(value).matchAll(/":"([A-Z][a-z]+)/g)].map(([, word]) => word)).toEqual([
      'Carriage',
      'One',
      'Control',
      'Latin',
      'Euro',
      'Emoji',
      'Hebrew',
    ]);
    expect(canonical(JSON.parse('[333333333.33333329,1e30,4.50,2e-3,-0]') as number[])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,0]',
    );
  });

  test('one hash for all spellings, another for another value', () => {
    const hash = sha256Jcs({ b: 1, a: [true] });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(sha256Jcs(JSON.parse(' { "a" : [ true ] , "\\u0062" : 1.0 } ') as never)).toBe(hash);
    expect(sha256Jcs({ b: 1, a: [false] })).not.toBe(hash);
    expect(sha256Jcs({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });
});
