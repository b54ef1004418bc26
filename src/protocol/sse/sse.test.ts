import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fault } from '../../kernel/index.ts';
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

  test('what a stream has said of itself is known when no event came with it', () => {
    const decoder = new SseDecoder(caps);
    expect([decoder.lastEventId, decoder.retry]).toEqual([undefined, undefined]);
    decoder.push(Buffer.from('id: 7\nretry: 250\n'));
    expect([decoder.lastEventId, decoder.retry]).toEqual(['7', 250]);
    decoder.push(Buffer.from('id\nretry: 1234567890123456\nretry:\nretry: -1\n\n'));
    expect([decoder.lastEventId, decoder.retry]).toEqual(['', 250]);
  });

  test.each<[string, object, string, boolean]>([
    ['a line at the cap', { line: 10, event: 100 }, `data: 1234\n\n`, true],
    ['a line beyond it', { line: 10, event: 100 }, `data: 12345\n\n`, false],
    ['a line beyond it that has not ended', { line: 10, event: 100 }, `data: 12345`, false],
    ['a line at the cap that has not ended', { line: 10, event: 100 }, `data: 1234`, true],
    ['an event at the cap', { line: 10, event: 4 }, `data: 1234\n\n`, true],
    ['an event beyond it', { line: 20, event: 4 }, `data: 12345\n\n`, false],
    ['one of two lines at it', { line: 20, event: 4 }, `data: 12\ndata: 4\n\n`, true],
    ['one of two lines beyond it', { line: 20, event: 4 }, `data: 123\ndata: 45\n\n`, false],
    ['two at it, one after the other', { line: 20, event: 4 }, `data: 1234\n\ndata: 1234\n\n`, true],
    ['three lines, and what joins two of them counts', { line: 20, event: 4 }, `data: 1\ndata: 3\ndata: 5\n\n`, true],
    ['the same beyond it', { line: 20, event: 4 }, `data: 1\ndata: 3\ndata: 55\n\n`, false],
  ])('%s', (_, some, text, taken) => {
    const push = (pieces: readonly string[]) => {
      const decoder = new SseDecoder(some as typeof caps);
      return () => pieces.flatMap((piece) => decoder.push(Buffer.from(piece)));
    };
    for (const whole of [push([text]), push(Array.from(text))])
      if (taken) expect(whole).not.toThrow();
      else expect(whole).toThrow(/^The server sent an event (line that is too long|that is too large)\.$/);
  });

  test('passing a cap is the fault of the server', () => {
    for (const text of ['x'.repeat(1_001), `data: ${'x'.repeat(900)}\n`.repeat(3)]) {
      const error = (() => {
        try {
          return decode(text);
        } catch (caught) {
          return caught;
        }
      })();
      expect(error).toBeInstanceOf(Fault);
      expect(error).toMatchObject({ code: 'upstream_invalid' });
    }
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

  test('to the byte', () => {
    expect(encodeEvent(Buffer.from('{}')).toString()).toBe('data: {}\n\n');
    expect(encodeEvent(Buffer.from('{}'), '7 é').toString()).toBe('id: 7 é\ndata: {}\n\n');
    // A comment, and the end of a block: whoever reads has something to read, and no event.
    expect(keepAlive.toString()).toBe(': keep-alive\n\n');
  });

  test('JSON written over several lines, in any line ends', () => {
    expect(decode(encodeEvent(Buffer.from('{\r\n"a":\r1\n}')))).toEqual([message('{  "a": 1 }')]);
  });

  test.each(['a\nb', 'a\rb', 'a\0b'])('the id %j is refused', (id) => {
    expect(() => encodeEvent(Buffer.from('{}'), id)).toThrow(new RangeError('an event id is one line'));
  });
});
