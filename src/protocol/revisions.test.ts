import { describe, expect, test } from 'vitest';
import { canonical, sha256Jcs } from './jcs.ts';
import { defaultCaps } from './json/caps.ts';
import { decodeHeaderValue, encodeHeaderValue } from './rev-2026-07-28/header-value.ts';
import { headerMismatch, headersDisagree } from './rev-2026-07-28/headers-agree.ts';
import { legacyUpstreamRevisions, negotiate, revisionNamed, revisions } from './revisions.ts';
import type { NotificationMessage, RequestMessage } from './rpc/message.ts';
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

  test.each<[code: number, legacy: number, modern: number]>([
    [-32020, 200, 400],
    [-32021, 200, 400],
    [-32022, 200, 400],
    [-32601, 200, 404],
    [-32602, 200, 200],
    [-32600, 200, 200],
    [0, 200, 200],
  ])('an answer with the code %i has the status %i before 2026-07-28, and %i since', (code, legacy, modern) => {
    expect(revisions.map((revision) => revision.errorStatus(code))).toEqual([modern, legacy, legacy]);
  });

  test.each([
    ['2025-06-18', 'legacy', false, -32002, []],
    ['2025-11-25', 'legacy', false, -32002, []],
    [
      '2026-07-28',
      'modern',
      true,
      -32602,
      ['io.modelcontextprotocol/protocolVersion', 'io.modelcontextprotocol/clientCapabilities'],
    ],
  ])('%s is %s', (version, era, stateless, resourceNotFound, requiredMeta) => {
    expect(revisionNamed(version)).toMatchObject({ version, era, stateless, resourceNotFound, requiredMeta });
  });

  /** What each revision's own schema has: a method more or less here is one that goes through, or none that should. */
  test.each<
    [
      string,
      'clientNotifications' | 'serverNotifications' | 'serverRequests' | 'clientCapabilities' | 'serverCapabilities',
      string,
    ]
  >([
    ['2025-06-18', 'clientNotifications', 'cancelled initialized progress roots/list_changed'],
    ['2025-11-25', 'clientNotifications', 'cancelled initialized progress roots/list_changed tasks/status'],
    ['2026-07-28', 'clientNotifications', 'cancelled progress'],
    [
      '2025-06-18',
      'serverNotifications',
      'cancelled message progress prompts/list_changed resources/list_changed resources/updated tools/list_changed',
    ],
    [
      '2025-11-25',
      'serverNotifications',
      'cancelled elicitation/complete message progress prompts/list_changed resources/list_changed resources/updated tasks/status tools/list_changed',
    ],
    [
      '2026-07-28',
      'serverNotifications',
      'cancelled message progress prompts/list_changed resources/list_changed resources/updated subscriptions/acknowledged tools/list_changed',
    ],
    ['2025-06-18', 'serverRequests', 'elicitation/create ping roots/list sampling/createMessage'],
    [
      '2025-11-25',
      'serverRequests',
      'elicitation/create ping roots/list sampling/createMessage tasks/cancel tasks/get tasks/list tasks/result',
    ],
    ['2026-07-28', 'serverRequests', ''],
    ['2025-06-18', 'clientCapabilities', 'elicitation experimental roots sampling'],
    ['2025-11-25', 'clientCapabilities', 'elicitation experimental roots sampling tasks'],
    ['2026-07-28', 'clientCapabilities', 'elicitation experimental extensions roots sampling'],
    ['2025-06-18', 'serverCapabilities', 'completions experimental logging prompts resources tools'],
    ['2025-11-25', 'serverCapabilities', 'completions experimental logging prompts resources tasks tools'],
    ['2026-07-28', 'serverCapabilities', 'completions experimental extensions logging prompts resources tools'],
  ])('%s has as %s: %s', (version, which, names) => {
    const prefix = which.endsWith('Notifications') ? 'notifications/' : '';
    const has = [...(revisionNamed(version)?.[which] ?? [])].sort();
    expect(has).toEqual(names === '' ? [] : names.split(' ').map((name) => prefix + name));
  });

  test('the methods that a client may call', () => {
    const legacy =
      'completion/complete initialize logging/setLevel ping prompts/get prompts/list resources/list resources/read resources/subscribe resources/templates/list resources/unsubscribe tools/call tools/list';
    const of = (version: string) => [...(revisionNamed(version)?.clientRequests ?? [])].sort().join(' ');
    expect(of('2025-06-18')).toBe(legacy);
    expect(of('2025-11-25').replace(' tasks/cancel tasks/get tasks/list tasks/result', '')).toBe(legacy);
    expect(of('2026-07-28')).toBe(
      'completion/complete prompts/get prompts/list resources/list resources/read resources/templates/list server/discover subscriptions/listen tools/call tools/list',
    );
  });

  test('an upstream may be older', () => {
    expect(legacyUpstreamRevisions).toEqual(['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05']);
    expect(revisions.map(({ bodyHeaders }) => bodyHeaders)).toEqual([
      ['mcp-protocol-version', 'mcp-method', 'mcp-name'],
      ['mcp-protocol-version'],
      ['mcp-protocol-version'],
    ]);
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
    [{ 'mcp-name': 'grüße' }],
    [{ 'mcp-name': '' }],
  ])('%o disagrees', (change) => expect(check(change)).toMatch(/^The header Mcp-|^The header MCP-/));

  test.each([
    [{ 'mcp-name': undefined }, 'The header Mcp-Name is missing.'],
    [{ 'mcp-name': 'grüße' }, 'The header Mcp-Name cannot be read.'],
    [{ 'mcp-method': 'tools/list' }, 'The header Mcp-Method says another thing than the body.'],
    [{ 'mcp-protocol-version': '2025-11-25' }, 'The header MCP-Protocol-Version says another thing than the body.'],
  ])('%o: %s', (change, sentence) => expect(check(change)).toBe(sentence));

  const from = (text: string): RequestMessage | NotificationMessage => {
    const read = readMessage(Buffer.from(text), defaultCaps);
    if (read.kind !== 'request' && read.kind !== 'notification') throw new Error(read.kind);
    return read;
  };

  test('a notification need not have them, and what it has must agree', () => {
    const cancelled = from('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"name":"a"}}');
    const of = (headers: Record<string, string>) =>
      headersDisagree((name) => new Map(Object.entries(headers)).get(name), cancelled);
    expect(of({})).toBeUndefined();
    expect(of({ 'mcp-method': 'notifications/cancelled', 'mcp-name': 'b' })).toBeUndefined();
    expect(of({ 'mcp-method': 'notifications/progress' })).toBe(
      'The header Mcp-Method says another thing than the body.',
    );
  });

  test.each([
    ['tools/call', '{"name":"a","uri":"b","taskId":"c"}', 'a'],
    ['prompts/get', '{"name":"a","uri":"b","taskId":"c"}', 'a'],
    ['resources/read', '{"name":"a","uri":"b","taskId":"c"}', 'b'],
    ['tasks/get', '{"name":"a","uri":"b","taskId":"c"}', 'c'],
    ['tasks/update', '{"name":"a","uri":"b","taskId":"c"}', 'c'],
    ['tasks/cancel', '{"name":"a","uri":"b","taskId":"c"}', 'c'],
    ['tools/list', '{"name":"a","uri":"b","taskId":"c"}', undefined],
    ['constructor', '{"name":"a"}', undefined],
    ['tools/call', '{"name":1}', undefined],
    ['tools/call', '{}', undefined],
  ])('what Mcp-Name says of %s %s is %s', (method, params, name) => {
    const request = from(`{"jsonrpc":"2.0","id":1,"method":"${method}","params":${params}}`);
    if (request.kind !== 'request') throw new Error(request.kind);
    expect(revisions.map((revision) => revision.nameOf(request))).toEqual([name, undefined, undefined]);
    const headers = new Map([['mcp-method', method], ...(name === undefined ? [] : [['mcp-name', name] as const])]);
    expect(headersDisagree((header) => headers.get(header), request)).toBeUndefined();
  });

  test.each(['a', 'a b', ' a', 'a ', '', 'é', '=?base64?YQ==?=', '=?x', '\n', '=?='])(
    '%j goes there and back',
    (text) => {
      const value = encodeHeaderValue(text);
      expect(value).toMatch(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/);
      expect(decodeHeaderValue(value)).toBe(text);
    },
  );

  test('what a header can carry as it is goes as it is, unless it looks like what is encoded', () => {
    expect(['a', 'a b', '?='].map(encodeHeaderValue)).toEqual(['a', 'a b', '?=']);
    expect(['=?x', '=?', ''].map(encodeHeaderValue)).toEqual(['=?base64?PT94?=', '=?base64?PT8=?=', '=?base64??=']);
    // Half of the marker is no marker, also where one half could be taken for both.
    expect(decodeHeaderValue('=?base64?=')).toBe('=?base64?=');
  });

  test('a disagreement has a code of its own', () => expect(headerMismatch).toBe(-32020));
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
