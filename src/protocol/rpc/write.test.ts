import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joined, lengthOf } from '../../kernel/index.ts';
import { defaultCaps } from '../json/caps.ts';
import { editResult, relayEdited, resultWith } from './edit-result.ts';
import type { NotificationMessage, RequestMessage, ResultMessage, RpcId } from './message.ts';
import { paramsOf } from './params.ts';
import { readMessage } from './read-message.ts';
import { readUpstreamMessage } from './read-upstream-message.ts';
import { inParts, type Piece, splice } from './splice.ts';
import { relayError, writeError } from './write-error.ts';
import { requestInParts, writeNotification, writeRequest } from './write-request.ts';
import { relayInParts, relayResult, writeResult } from './write-result.ts';

const id: RpcId = { text: '"\\u0061"', key: 's:a' };

function sent(text: string): RequestMessage | NotificationMessage {
  const message = readMessage(Buffer.from(text), defaultCaps);
  if (message.kind !== 'request' && message.kind !== 'notification') throw new Error(message.kind);
  return message;
}

function answered(result: string): ResultMessage {
  const message = readUpstreamMessage(Buffer.from(`{"jsonrpc":"2.0","id":7,"result":${result}}`), defaultCaps);
  if (message.kind !== 'result') throw new Error(message.kind);
  return message;
}

const relayed = (result: string, decision?: string) =>
  relayResult(answered(result), id, decision).toString().slice('{"jsonrpc":"2.0","id":"\\u0061","result":'.length, -1);

describe('requests', () => {
  const call = sent(
    '{"id":1,"method":"tools/call","jsonrpc":"2.0","params":{ "n\\u0061me": "x" , "arguments" : { "b" : 1.0, "a":"\\u00e9é" } }}',
  );

  test('have an envelope made afresh and values as they came', () => {
    expect(writeRequest(9, call.method, paramsOf(call)).toString()).toBe(
      '{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"x","arguments":{ "b" : 1.0, "a":"\\u00e9é" }}}',
    );
  });

  test('keep their _meta where nothing of it is edited', () => {
    const message = sent('{"jsonrpc":"2.0","id":1,"method":"m","params":{"_meta":{"a": 1},"x":2}}');
    const whole = '{"jsonrpc":"2.0","id":1,"method":"m","params":{"_meta":{"a": 1},"x":2}}';
    expect(writeRequest(1, 'm', paramsOf(message)).toString()).toBe(whole);
    expect(writeRequest(1, 'm', paramsOf(message, new Map([['y', undefined]]))).toString()).toBe(whole);
  });

  test('without params have none, with no params have empty ones', () => {
    expect(writeRequest('"a"', 'ping').toString()).toBe('{"jsonrpc":"2.0","id":"a","method":"ping"}');
    expect(writeNotification('notifications/x', []).toString()).toBe(
      '{"jsonrpc":"2.0","method":"notifications/x","params":{}}',
    );
  });

  test.each<[string, ReadonlyMap<string, string | undefined>, string]>([
    [
      '{"_meta":{ "progressToken" : "p" , "a":1 }}',
      new Map([['progressToken', '17']]),
      '{"_meta":{ "progressToken" : 17 , "a":1 }}',
    ],
    ['{"_meta":{ "progressToken":"p" , "a":1}}', new Map([['progressToken', undefined]]), '{"_meta":{ "a":1}}'],
    ['{"_meta":{"a":1, "progressToken":"p" }}', new Map([['progressToken', undefined]]), '{"_meta":{"a":1 }}'],
    ['{"_meta":{"progressToken":1}}', new Map([['progressToken', undefined]]), '{"_meta":{}}'],
    ['{"_meta":{}}', new Map([['progressToken', '1']]), '{"_meta":{"progressToken":1}}'],
    ['{"x":1}', new Map([['progressToken', '1']]), '{"x":1,"_meta":{"progressToken":1}}'],
    [
      '{"x":1}',
      new Map([
        ['y', undefined],
        ['progressToken', '1'],
      ]),
      '{"x":1,"_meta":{"progressToken":1}}',
    ],
    ['{"x":1}', new Map([['progressToken', undefined]]), '{"x":1}'],
    ['{"_meta":{"a":1}}', new Map([['progressToken', undefined]]), '{"_meta":{"a":1}}'],
    ['{"x":1,"_meta":{"a":1}}', new Map([['progressToken', '1']]), '{"x":1,"_meta":{"a":1,"progressToken":1}}'],
  ])('%s with _meta %o', (params, edits, expected) => {
    const message = sent(`{"jsonrpc":"2.0","id":1,"method":"m","params":${params}}`);
    expect(writeRequest(1, 'm', paramsOf(message, undefined, edits)).toString()).toBe(
      `{"jsonrpc":"2.0","id":1,"method":"m","params":${expected}}`,
    );
  });

  test.each<[string, ReadonlyMap<string, string | undefined>, string]>([
    ['{"a":1,"b":2}', new Map([['a', undefined]]), '{"b":2}'],
    ['{"a":1}', new Map([['b', '2']]), '{"a":1,"b":2}'],
    ['{"a":1}', new Map([['b', undefined]]), '{"a":1}'],
    ['{"_meta":{"x":1},"a":1}', new Map([['_meta', '{}']]), '{"_meta":{},"a":1}'],
    ['{"_meta":{"x":1},"a":1}', new Map([['_meta', undefined]]), '{"a":1,"_meta":{"y":2}}'],
  ])('%s with %o', (params, edits, expected) => {
    const message = sent(`{"jsonrpc":"2.0","id":1,"method":"m","params":${params}}`);
    const meta = edits.get('_meta') === undefined && edits.has('_meta') ? new Map([['y', '2']]) : undefined;
    expect(writeRequest(1, 'm', paramsOf(message, edits, meta)).toString()).toBe(
      `{"jsonrpc":"2.0","id":1,"method":"m","params":${expected}}`,
    );
  });

  test('what a notification names is replaced', () => {
    const message = sent(
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"mine","reason":"  late"}}',
    );
    expect(writeNotification(message.method, paramsOf(message, new Map([['requestId', '4']]))).toString()).toBe(
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":4,"reason":"  late"}}',
    );
  });
});

describe('results', () => {
  test.each([
    ['{ "content" : [ ] }', '{ "content" : [ ] }'],
    ['{"_meta":{"io.toolgate/decision":{"outcome":"allow"}}}', '{"_meta":{}}'],
    ['{"_meta":{"a": 1,"io.toolgate/x":2 ,"b":3}, "c":4}', '{"_meta":{"a": 1 ,"b":3}, "c":4}'],
    ['{"_meta":{"io.toolgate/x":1,"io.toolgate/y":2,"b":3}}', '{"_meta":{"b":3}}'],
    ['{"_meta":{"b":3,"io\\u002etoolgate/x":1}}', '{"_meta":{"b":3}}'],
    ['{"_meta":{"io.toolgate":1,"x/io.toolgate/y":2}}', '{"_meta":{"io.toolgate":1,"x/io.toolgate/y":2}}'],
  ])('%s goes on as %s', (result, expected) => expect(relayed(result)).toBe(expected));

  test.each([
    ['{}', '{"_meta":{"io.toolgate/decision":{"o":1}}}'],
    ['{ }', '{"_meta":{"io.toolgate/decision":{"o":1}} }'],
    ['{ "content":[] }', '{ "content":[],"_meta":{"io.toolgate/decision":{"o":1}} }'],
    ['{"_meta":{},"a":1}', '{"_meta":{"io.toolgate/decision":{"o":1}},"a":1}'],
    ['{"_meta":{ "x":1 }}', '{"_meta":{ "x":1,"io.toolgate/decision":{"o":1} }}'],
    ['{"_meta":{"io.toolgate/decision":"forged","x":1}}', '{"_meta":{"io.toolgate/decision":{"o":1},"x":1}}'],
  ])('%s with a decision is %s', (result, expected) => expect(relayed(result, '{"o":1}')).toBe(expected));

  test('mean what they meant, but for our keys', () => {
    // No backslash in a key: once V8 has parsed an object with the key `\\`, its JSON.parse may read `\"` as that key,
    // and an oracle must not be wrong.
    const key = fc
      .oneof(fc.constantFrom('io.toolgate/decision', 'io.toolgate/x', 'a', '"', '_meta'), fc.string())
      .filter((name) => !name.includes('\\'));
    const meta = fc.dictionary(key, fc.integer(), { maxKeys: 6 });
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.integer(), { maxKeys: 4 }),
        fc.option(meta),
        fc.nat(3),
        fc.boolean(),
        (body, _meta, indent, decide) => {
          const rest = Object.fromEntries(Object.entries(body).filter(([name]) => name !== '_meta'));
          const result = _meta === null ? rest : { ...rest, _meta };
          const text = JSON.stringify(result, undefined, indent);
          if (text.includes('__proto__')) return;
          const kept = Object.entries(_meta ?? {}).filter(([name]) => !name.startsWith('io.toolgate/'));
          if (decide) kept.push(['io.toolgate/decision', 1]);
          const expected = _meta === null && !decide ? rest : { ...rest, _meta: Object.fromEntries(kept) };
          expect(JSON.parse(relayed(text, decide ? '1' : undefined))).toEqual(JSON.parse(JSON.stringify(expected)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test.each<[string, ReadonlyMap<string, string | undefined>, string]>([
    ['{"a":1}', new Map([['x', undefined]]), '{"a":1}'],
    ['{"a":1}', new Map([['x', '2']]), '{"a":1,"_meta":{"x":2}}'],
    ['{"_meta":{"x":1}}', new Map([['x', undefined]]), '{"_meta":{}}'],
    ['{"_meta":{"x":1}}', new Map([['y', undefined]]), '{"_meta":{"x":1}}'],
    ['{"_meta":{"x":1,"y":2}}', new Map([['x', '3']]), '{"_meta":{"x":3,"y":2}}'],
  ])('%s with further keys of _meta: %o', (result, more, expected) => {
    const relay = relayResult(answered(result), id, undefined, more).toString();
    expect(relay).toBe(`{"jsonrpc":"2.0","id":"\\u0061","result":${expected}}`);
  });

  test('of our own', () => {
    expect(writeResult(id, '{}').toString()).toBe('{"jsonrpc":"2.0","id":"\\u0061","result":{}}');
  });
});

describe('results with members changed', () => {
  const edited = (result: string, edits: ReadonlyMap<string, string | undefined>): string =>
    relayEdited(answered(result), id, edits).toString().slice('{"jsonrpc":"2.0","id":"\\u0061","result":'.length, -1);

  test.each<[string, ReadonlyMap<string, string | undefined>, string]>([
    ['{ "a" : 1.0, "b":2 }', new Map([['b', '3']]), '{"a":1.0,"b":3}'],
    ['{"a":1}', new Map([['a', undefined]]), '{}'],
    ['{"_meta":{"b": 3},"a":1}', new Map([['a', undefined]]), '{"_meta":{"b": 3}}'],
    ['{"_meta":{"io.toolgate/decision":1,"b": 3},"a":1}', new Map([['a', '2']]), '{"a":2,"_meta":{"b": 3}}'],
    ['{"a":1}', new Map([['b', '2']]), '{"a":1,"b":2}'],
    ['{"_meta":{"io.toolgate/x":1}}', new Map(), '{"_meta":{}}'],
  ])('%s with %o', (result, edits, expected) => expect(edited(result, edits)).toBe(expected));

  test('keys of _meta are dropped besides, where they are there', () => {
    const relay = (result: string, more: readonly string[]): string =>
      relayEdited(answered(result), id, new Map(), more).toString();
    expect(relay('{"_meta":{"x":1,"y":2},"a":3}', ['x', 'z'])).toContain('"result":{"a":3,"_meta":{"y":2}}');
    expect(relay('{"_meta":{"y": 2},"a":3}', ['x'])).toContain('"result":{"_meta":{"y": 2},"a":3}');
    expect(relay('{"a":3}', ['x'])).toContain('"result":{"a":3}');
  });

  test('as a message again, under the id that it had', () => {
    const message = answered('{"a": [1e400],"_meta":{"x":1},"big":12345678901234567890}');
    const changed = resultWith(
      message,
      new Map([
        ['a', undefined],
        ['b', '{"c":1}'],
      ]),
    );
    expect(changed.bytes.toString()).toBe(
      '{"jsonrpc":"2.0","id":7,"result":{"_meta":{"x":1},"big":12345678901234567890,"b":{"c":1}}}',
    );
    expect(changed).toMatchObject({ kind: 'result', id: { key: 'n:7' } });
    expect([...changed.members.keys()]).toEqual(['_meta', 'big', 'b']);
    expect([...changed.meta.keys()]).toEqual(['x']);
  });

  test('what makes of it something else is a bug', () => {
    expect(() => resultWith(answered('{}'), new Map([['_meta', '1']]))).toThrow('is none any more');
  });

  test('without any are an empty object, in whatever pieces', () => {
    const nothing = { bytes: Buffer.from(''), members: new Map() };
    expect(splice([editResult(nothing, new Map())]).toString()).toBe('{}');
    const pieces: Piece = [
      'a',
      Buffer.from('ä'),
      { bytes: Buffer.from('xyz'), span: { start: 1, end: 2 } },
      ['é', [[]]],
    ];
    expect(splice([pieces, pieces]).toString()).toBe('aäyéaäyé');
  });
});

describe('what is short', () => {
  const text = fc.string({ unit: 'binary', maxLength: 80 });
  const pieceOf = fc.letrec<{ readonly piece: Piece }>((tie) => ({
    piece: fc.oneof(
      text,
      text.map((said) => Buffer.from(said)),
      // Of a short message or a long one.
      fc.tuple(text, text, fc.oneof(text, fc.constant('x'.repeat(5_000)))).map(([before, said, after]): Piece => {
        const start = Buffer.byteLength(before);
        const bytes = Buffer.from(before + said + after);
        return { bytes, span: { start, end: start + Buffer.byteLength(said) } };
      }),
      fc.array(tie('piece'), { maxLength: 4 }),
    ),
  })).piece;

  test('is text that has its bytes, whatever it is put together from', () => {
    fc.assert(
      fc.property(fc.array(pieceOf, { maxLength: 6 }), (pieces) => {
        const parts = inParts(pieces);
        expect(typeof parts).toBe('string');
        expect(lengthOf(parts)).toBe(splice(pieces).length);
        expect(joined(parts)).toEqual(splice(pieces));
      }),
    );
  });

  test('has each stretch from its own message, however they follow one another', () => {
    const [one, other] = [Buffer.from('aäb'), Buffer.from('cöd')];
    const of = (bytes: Buffer, start: number, end: number): Piece => ({ bytes, span: { start, end } });
    const pieces = [of(one, 0, 1), of(one, 1, 3), of(other, 3, 4), of(one, 3, 4), of(other, 0, 3)];
    expect(joined(inParts(pieces)).toString()).toBe('aädbcö');
  });
});

describe('a message of ASCII, or of more than that', () => {
  test.each(['a', 'é', '\u{1f600}', 'x'.repeat(5_000)])('goes up, and comes back, to the byte: %s', (said) => {
    const call = sent(`{"jsonrpc":"2.0","id":1,"method":"m","params":{"name":"x","arguments":{"a":["${said}"]}}}`);
    const up = requestInParts(9, call.method, paramsOf(call));
    expect(joined(up).toString()).toBe(
      `{"jsonrpc":"2.0","id":9,"method":"m","params":{"name":"x","arguments":{"a":["${said}"]}}}`,
    );
    for (const meta of ['', ',"_meta":{"io.toolgate/x":1,"y":"é"}', ',"_meta":{"y":2}']) {
      const result = answered(`{"content":["${said}"]${meta}}`);
      for (const decision of ['{"policy":"é"}', undefined]) {
        expect(joined(relayInParts(result, id, decision))).toEqual(relayResult(result, id, decision));
      }
    }
  });
});

describe('what is large', () => {
  const large = 'x'.repeat(16 * 1024);

  test('is passed on uncopied, and all together is what it is in one piece', () => {
    const bytes = Buffer.from(large);
    const whole = { bytes, span: { start: 0, end: bytes.length } };
    const small = { bytes, span: { start: 1, end: bytes.length } };
    const pieces: Piece[] = ['a', [small, Buffer.from('b')], [whole, ['c', whole]], whole, 'd'];
    const parts = inParts(pieces);
    if (Buffer.isBuffer(parts) || typeof parts === 'string') throw new Error('it was copied');
    expect(Buffer.concat(parts).equals(splice(pieces))).toBe(true);
    expect(parts.filter(({ buffer, length }) => buffer === bytes.buffer && length === bytes.length)).toHaveLength(3);
    for (const pieces of [
      ['a', small],
      [small, small],
      ['a', { bytes, span: { start: 3, end: bytes.length } }],
    ] satisfies Piece[]) {
      expect(joined(inParts(pieces))).toEqual(splice(pieces));
    }
  });

  test('goes up, and comes back, as everything else does', () => {
    const call = sent(
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"a":"${large}"}}}`,
    );
    const up = requestInParts(9, call.method, paramsOf(call));
    expect(Buffer.isBuffer(up)).toBe(false);
    expect(joined(up).equals(writeRequest(9, call.method, paramsOf(call)))).toBe(true);
    const result = answered(`{"content":"${large}","_meta":{"io.toolgate/x":1,"y":2}}`);
    const down = relayInParts(result, id, '{"outcome":"allow"}', new Map([['z', '3']]));
    expect(Buffer.isBuffer(down)).toBe(false);
    expect(joined(down).equals(relayResult(result, id, '{"outcome":"allow"}', new Map([['z', '3']])))).toBe(true);
  });
});

describe('errors', () => {
  test('of our own', () => {
    expect(writeError(undefined, { code: -32700, message: 'no "JSON"' }).toString()).toBe(
      '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no \\"JSON\\""}}',
    );
    expect(writeError(id, { code: 1, message: 'm', data: '{"a":1}' }).toString()).toBe(
      '{"jsonrpc":"2.0","id":"\\u0061","error":{"code":1,"message":"m","data":{"a":1}}}',
    );
  });

  test('passed on', () => {
    const text = '{"jsonrpc":"2.0","id":7,"error":{ "code":1,"message":"m" , "data":[1e999] }}';
    const message = readUpstreamMessage(Buffer.from(text), defaultCaps);
    if (message.kind !== 'error') throw new Error(message.kind);
    expect(relayError(message, id).toString()).toBe(
      '{"jsonrpc":"2.0","id":"\\u0061","error":{ "code":1,"message":"m" , "data":[1e999] }}',
    );
  });
});
