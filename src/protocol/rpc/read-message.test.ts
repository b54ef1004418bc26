import { describe, expect, test } from 'vitest';
import { defaultCaps } from '../json/caps.ts';
import { stringAt, valueAt } from '../json/read-span.ts';
import { readMessage } from './read-message.ts';

const read = (text: string) => readMessage(Buffer.from(text), defaultCaps);
const call = (params: string, id = '1') => `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":${params}}`;

describe('readMessage', () => {
  test('cuts a call into spans', () => {
    const message = read(call('{"name":"tcp","arguments":{"a":[1, 2]},"_meta":{"progressToken":"p"}}'));
    if (message.kind !== 'request') throw new Error(message.kind);
    const args = message.params.get('arguments');
    expect(message.id).toEqual({ text: '1', key: 'n:1' });
    expect(message.method).toBe('tools/call');
    expect([...message.params.keys()]).toEqual(['name', 'arguments', '_meta']);
    expect(stringAt(message.bytes, message.params.get('name'))).toBe('tcp');
    expect(args && valueAt(message.bytes, args)).toEqual({ a: [1, 2] });
    expect(stringAt(message.bytes, message.meta.get('progressToken'))).toBe('p');
  });

  test.each([
    ['1', 'n:1'],
    ['1.0', 'n:1'],
    ['10e-1', 'n:1'],
    ['-0', 'n:0'],
    ['"1"', 's:1'],
    ['"\\u0031"', 's:1'],
    ['""', 's:'],
    ['9007199254740992', 'n:9007199254740992'],
  ])('B13: the id %s is echoed to the byte and known as %s', (text, key) => {
    expect(read(call('{}', text))).toMatchObject({ kind: 'request', id: { text, key } });
  });

  test.each(['null', '1.5', 'true', '[]', '{}', '[1]', `"${'x'.repeat(1023)}"`])('B13: %s is no id', (id) => {
    expect(read(call('{}', id))).toMatchObject({ kind: 'unreadable', rpc: -32600, id: undefined });
  });

  test.each(['[]', '[{}]', `[${call('{}')}]`, `[[${call('{}')}]]`, `[${call('{}')},1]`])('B11: batch %s', (text) => {
    expect(read(text)).toMatchObject({ kind: 'unreadable', rpc: -32600, message: 'batches are not accepted' });
  });

  test.each([
    ['B14: a call without an id', '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"x"}}'],
    ['B14: an escaped one', '{"jsonrpc":"2.0","method":"tools\\u002fcall"}'],
    ['B14: any request without an id', '{"jsonrpc":"2.0","method":"ping"}'],
    ['a notification with an id', '{"jsonrpc":"2.0","id":1,"method":"notifications/cancelled"}'],
    ['no version', '{"id":1,"method":"ping"}'],
    ['another version', '{"jsonrpc":"1.0","id":1,"method":"ping"}'],
    ['a number for a version', '{"jsonrpc":2.0,"id":1,"method":"ping"}'],
    ['a method that is no string', '{"jsonrpc":"2.0","id":1,"method":1}'],
    ['params that are a list', '{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}'],
    ['params that are null', '{"jsonrpc":"2.0","id":1,"method":"ping","params":null}'],
    ['_meta that is no object', '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":[]}}'],
    ['B73: a result and an error', '{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":"m"}}'],
    ['a method and a result', '{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}'],
    ['params and a result', '{"jsonrpc":"2.0","id":1,"params":{},"result":{}}'],
    ['a result that is no object', '{"jsonrpc":"2.0","id":1,"result":1}'],
    ['a result whose _meta is no object', '{"jsonrpc":"2.0","id":1,"result":{"_meta":[]}}'],
    ['a result for nobody', '{"jsonrpc":"2.0","result":{}}'],
    ['an error without a code', '{"jsonrpc":"2.0","id":1,"error":{"message":"m"}}'],
    ['an error without a message', '{"jsonrpc":"2.0","id":1,"error":{"code":1}}'],
    ['a code that is no integer', '{"jsonrpc":"2.0","id":1,"error":{"code":1.5,"message":"m"}}'],
    ['an error that is a string', '{"jsonrpc":"2.0","id":1,"error":"no"}'],
    ['nothing', '{"jsonrpc":"2.0","id":1}'],
    ['no object', '"2.0"'],
  ])('%s is refused', (_, text) => {
    expect(read(text)).toMatchObject({ kind: 'unreadable', rpc: -32600, code: 'bad_request' });
  });

  test.each<[string, string, number]>([
    ['[]', 'batches are not accepted', 0],
    ['  1', 'not an object', 2],
    ['{"id":1,"method":"ping"}', '"jsonrpc" must be "2.0"', 0],
    ['{"id":1,"jsonrpc":"1.0"}', '"jsonrpc" must be "2.0"', 18],
    ['{"jsonrpc":"2.0","id":null,"method":"ping"}', '"id" must be a string or an integer', 22],
    ['{"jsonrpc":"2.0","id":1.5,"error":{"code":1,"message":"m"}}', '"id" must be a string or an integer', 22],
    ['{"jsonrpc":"2.0","id":1,"method":"a","error":{}}', 'both a request and an answer', 33],
    ['{"jsonrpc":"2.0","id":1,"method":"a","result":{}}', 'both a request and an answer', 33],
    ['{"jsonrpc":"2.0","id":1,"method":[]}', '"method" must be a string', 33],
    ['{"jsonrpc":"2.0","id":1,"method":"a","params":1}', '"params" must be an object', 46],
    ['{"jsonrpc":"2.0","id":1,"method":"a","params":{"_meta":1}}', '"_meta" must be an object', 46],
    ['{"jsonrpc":"2.0","id":1,"method":"notifications/a"}', 'a notification has no "id"', 22],
    ['{"jsonrpc":"2.0","method":"a"}', 'a request must have an "id"', 26],
    ['{"jsonrpc":"2.0","id":1,"params":{}}', '"params" without "method"', 33],
    ['{"jsonrpc":"2.0","id":1,"result":{},"error":{}}', 'both a result and an error', 44],
    ['{"jsonrpc":"2.0","id":1,"error":{}}', '"error" must be an object with "code" and "message"', 32],
    ['{"jsonrpc":"2.0","id":1,"error":{"code":"1","message":"m"}}', 'the code of an error must be an integer', 32],
    ['{"jsonrpc":"2.0","id":1}', 'neither a request nor an answer', 0],
    ['{"jsonrpc":"2.0","result":{}}', 'an answer must have an "id"', 26],
    ['{"jsonrpc":"2.0","id":1,"result":[]}', '"result" must be an object', 33],
    ['{"jsonrpc":"2.0","id":1,"result":{"_meta":1}}', '"_meta" must be an object', 33],
    ['{"jsonrpc":"2.0","id":1,"method":"a","x":1}', 'unknown member "x" beside "jsonrpc"', 41],
    ['{"jsonrpc":"2.0","id":1,"method":"a","params":{"NAME":1}}', '"NAME" could be taken for another member', 54],
    [
      '{"jsonrpc":"2.0","id":1,"method":"a","params":{"_meta":{"NAME":1}}}',
      '"NAME" could be taken for another member',
      63,
    ],
    ['{"jsonrpc":"2.0","id":1,"method":"a","\u00e4":1}', 'unknown member "\\u00e4" beside "jsonrpc"', 42],
  ])('%s: %s, at %i', (text, message, offset) => {
    expect(read(text)).toMatchObject({ kind: 'unreadable', message, offset });
  });

  test('what a client sends is read strictly all through', () => {
    for (const value of ['9007199254740993', '{"a":1,"a":2}', '"\\ud800"'])
      expect(read(call(`{"name":"a","arguments":{"x":${value}}}`))).toMatchObject({ kind: 'unreadable', rpc: -32700 });
  });

  test('an error can be addressed where its id can be read', () => {
    expect(read('{"jsonrpc":"2.0","id":"a","method":"x","y":1}')).toMatchObject({ id: { key: 's:a' } });
    expect(read('{"jsonrpc":"2.0","id":"a"}')).toMatchObject({ kind: 'unreadable', id: { key: 's:a' } });
    expect(read('{"jsonrpc":"2.0","id":"a"')).toMatchObject({ kind: 'unreadable', id: undefined });
  });

  test('what is absent is empty', () => {
    const message = read('{"jsonrpc":"2.0","id":1,"method":"ping"}');
    expect(message).toMatchObject({ kind: 'request', params: new Map(), meta: new Map() });
    expect(read('{"jsonrpc":"2.0","id":1,"result":{}}')).toMatchObject({ members: new Map(), meta: new Map() });
    expect(read('{"jsonrpc":"2.0","id":1,"error":{"code":-5,"message":"m"}}')).toMatchObject({ code: -5 });
  });

  test('what is no JSON is -32700, and too much of it is too_large', () => {
    expect(read('{"jsonrpc"')).toMatchObject({ rpc: -32700, code: 'bad_request', offset: 10 });
    expect(read(call('['.repeat(100)))).toMatchObject({ rpc: -32700, code: 'too_large' });
  });

  test.each(['METHOD', 'Method', 'iD', 'jsonRPC', 'Params', 'param\u017f', 'x', '', 'constructor'])(
    'B02: the member %j beside the envelope',
    (key) => {
      const text = `{"jsonrpc":"2.0","id":1,"method":"tools/call",${JSON.stringify(key)}:{}}`;
      expect(read(text)).toMatchObject({ kind: 'unreadable', rpc: -32600, id: { text: '1' } });
    },
  );

  test.each([
    'Name',
    'NAME',
    'nAme',
    'Arguments',
    'argument\u017f',
    'ARGUMENTS',
    '_Meta',
    'meta',
    'URI',
    'Ur\u0131',
    '\uff4eame',
    'task_id',
    'TaskId',
    'ta\u017fk',
    'ta\u017f\u212a',
    'progress\u0054OKEN',
    'request-state',
    'InputResponses',
    'cur\u017for',
    'l\u0065Vel',
    'PROTOCOLVERSION',
    'cl\u0130entinfo',
    'reque\u017ftId',
  ])('B02: %s could be taken for another parameter', (key) => {
    expect(read(call(`{"name":"a",${JSON.stringify(key)}:1}`))).toMatchObject({
      kind: 'unreadable',
      message: expect.stringContaining('could be taken'),
    });
    expect(read(call(`{"name":"a","_meta":{${JSON.stringify(key)}:1}}`)).kind).toBe('unreadable');
  });

  test.each(['toolname', 'names', 'prototype', 'x', '名前', 'arg', 'vendor.example/thing'])(
    'B02: %s goes through as a parameter',
    (key) => {
      const message = read(call(`{"name":"a",${JSON.stringify(key)}:1}`));
      expect(message.kind === 'request' && [...message.params.keys()]).toEqual(['name', key]);
    },
  );

  test('B82: a key in an error is short and in ASCII', () => {
    const message = read(`{"jsonrpc":"2.0","id":1,"method":"m",${JSON.stringify('\u202e\u001b[31m'.repeat(100))}:1}`);
    if (message.kind !== 'unreadable') throw new Error(message.kind);
    expect(message.message).toMatch(/^[ -~]{1,500}$/);
  });

  test('answers to what a server asked', () => {
    expect(read('{"jsonrpc":"2.0","id":3,"result":{"_meta":{"a":1}}}')).toMatchObject({
      kind: 'result',
      id: { key: 'n:3' },
    });
    expect(read('{"jsonrpc":"2.0","id":3,"error":{"code":-1,"message":"no"}}')).toMatchObject({ kind: 'error' });
    expect(read('{"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":"no"}}')).toMatchObject({
      kind: 'error',
      id: undefined,
    });
    expect(read('{"jsonrpc":"2.0","method":"notifications/initialized"}')).toMatchObject({ kind: 'notification' });
  });
});
