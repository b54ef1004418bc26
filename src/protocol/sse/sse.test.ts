import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeEvent, keepAlive } from './encode-event.ts';
import { SseDecoder } from './sse-decoder.ts';

const caps = { line: 1_000, event: 2_000 };

function decode(text: string | Buffer, cuts: readonly number[] = []) {
  const decoder = new SseDecoder(caps);
  const bytes = Buffer.from(text as string);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places
    .flatMap((place, i) => decoder.push(bytes.subarray(place, places[i + 1])))
    .map((event) => ({
      ...event,
      data: event.data.toString(),
    }));
}

const message = (data: string, more: object = {}) => ({
  event: 'message',
  data,
  id: undefined,
  retry: undefined,
  ...more,
});

describe('SseDecoder', () => {
  test.each<[string, object[]]>([
    ['data: a\n\n', [message('a')]],
    ['data:a\r\n\r\n', [message('a')]],
    ['data:  a\r\r', [message(' a')]],
    ['data: a\ndata: b\rdata\r\ndata:\n\n', [message('a\nb\n\n')]],
    ['\ufeffdata: a\n\n', [message('a')]],
    ['\n\ufeffdata: a\n\n', []],
    [': comment\n:\ndata: a\n: x\n\n', [message('a')]],
    ['event: x\ndata: a\n\ndata: b\n\n', [message('a', { event: 'x' }), message('b')]],
    ['id: 1\ndata: a\n\ndata: b\n\n', [message('a', { id: '1' }), message('b', { id: '1' })]],
    ['id: 1\n\ndata: b\n\n', [message('b', { id: '1' })]],
    ['id: a\0b\ndata: a\n\n', [message('a')]],
    ['retry: 3000\ndata:\n\n', [message('', { retry: 3000 })]],
    ['retry: 3s\ndata: a\n\n', [message('a')]],
    ['event: x\n\ndata: a\n\n', [message('a')]],
    ['Data: a\ndata : b\nfoo: c\n data: d\nevents: e\n\n', []],
    ['data: a\n', []],
    ['data: \u2028\u0085\u0000\n\n', [message('\u2028\u0085\u0000')]],
  ])('%j, however it is cut', (text, events) => {
    expect(decode(text)).toEqual(events);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 8 }), (cuts) => {
        expect(decode(text, cuts)).toEqual(events);
      }),
    );
  });

  test('holds nothing of a million comments, and little of a line that comes byte by byte', () => {
    const decoder = new SseDecoder({ line: 100_000, event: 100_000 });
    const comments = Buffer.from(': x\n'.repeat(1_000));
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 1_000; i += 1) expect(decoder.push(comments)).toEqual([]);
    const byte = Buffer.from('x');
    for (let i = 0; i < 90_000; i += 1) decoder.push(byte);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4_000_000);
  });

  test.each([
    ['a line without end', 'x'.repeat(1_001)],
    ['a comment without end', `:${'x'.repeat(1_001)}`],
    ['an event of many lines', 'data: 0123456789\n'.repeat(200)],
    ['an event of many empty lines', 'data\n'.repeat(2_010)],
  ])('%s passes the cap', (_, text) => {
    expect(() => decode(text)).toThrow(/too (long|large)/);
    expect(() => decode(text, [3, 500, 900])).toThrow(/too (long|large)/);
  });
});

describe('encodeEvent', () => {
  test('a message is one event, whatever is in it and however it is cut', () => {
    const forged = fc.constantFrom(
      '\r',
      '\n',
      '\r\n',
      '\n\ndata: x\n\n',
      '\u2028',
      '\0',
      '\ufeff',
      'event: x',
      'id: 1',
    );
    const value = fc.array(fc.oneof(forged, fc.string({ unit: 'binary' })), { maxLength: 6 });
    fc.assert(
      fc.property(value, fc.nat(2), fc.array(fc.nat(), { maxLength: 6 }), (strings, indent, cuts) => {
        const json = JSON.stringify({ a: strings, [strings.join('').slice(0, 9)]: 1 }, undefined, indent);
        const stream = Buffer.concat([keepAlive, encodeEvent(Buffer.from(json), '7'), keepAlive]);
        const events = decode(stream, cuts);
        expect(events).toHaveLength(1);
        expect(events[0]).toMatchObject({ event: 'message', id: '7' });
        expect(JSON.parse(events[0]?.data ?? '')).toEqual(JSON.parse(json));
      }),
    );
  });

  test('JSON written over several lines, in any line ends', () => {
    expect(decode(encodeEvent(Buffer.from('{\r\n"a":\r1\n}')))).toEqual([message('{  "a": 1 }')]);
  });

  test.each(['a\nb', 'a\rb', 'a\0b'])('the id %j is refused', (id) => {
    expect(() => encodeEvent(Buffer.from('{}'), id)).toThrow(RangeError);
  });
});
