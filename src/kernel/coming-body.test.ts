import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BodyMemory } from './body-memory.ts';
import { ComingBody } from './coming-body.ts';

const kb = 1024;

/** A piece as Node makes one for what it has read: its memory is its own. */
function piece(size: number, fill: string): Buffer {
  return Buffer.allocUnsafeSlow(size).fill(fill);
}

describe('a body that comes in pieces', () => {
  it('is what they are together, whatever is expected and wherever they are read into', () => {
    const sizes = fc.array(fc.oneof(fc.nat(20), fc.nat(70_000)), { maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.constantFrom('unknown', 'known', 'less'), fc.boolean(), (all, how, intoRoom) => {
        const expected = all.map((size, n) => piece(size, String.fromCharCode(97 + n)));
        const sum = all.reduce((a, b) => a + b, 0);
        const memory = new BodyMemory();
        // What was there before is in none that follows.
        memory.letGo(memory.take(256 * kb).fill('z'));
        const body = new ComingBody(how === 'unknown' ? 0 : how === 'known' ? sum : sum >> 1, memory);
        for (const each of expected) {
          const { room } = body;
          if (!intoRoom || room === undefined || room.length < each.length) body.add(Buffer.from(each));
          else {
            room.set(each);
            body.add(room.subarray(0, each.length));
          }
        }
        expect(body.whole().equals(Buffer.concat(expected))).toBe(true);
      }),
    );
  });

  it('has room for what is to come and one byte more, once something has', () => {
    const body = new ComingBody(100 * kb, new BodyMemory());
    expect(body.room).toBeUndefined();
    body.add(piece(40 * kb, 'a'));
    expect(body.room).toHaveLength(60 * kb + 1);
    body.add((body.room as Buffer).fill('b').subarray(0, 60 * kb));
    expect(body.room).toHaveLength(1);
    expect(body.whole().toString()).toBe('a'.repeat(40 * kb) + 'b'.repeat(60 * kb));
    body.add(piece(1, 'c'));
    expect([body.room, body.whole().length]).toEqual([undefined, 100 * kb + 1]);
  });

  it('has none where nobody knows how much is to come', () => {
    const body = new ComingBody(0, new BodyMemory());
    body.add(piece(40 * kb, 'a'));
    expect(body.room).toBeUndefined();
  });

  it('takes as much as has come, in however many pieces', () => {
    const body = new ComingBody(0, new BodyMemory());
    const one = Buffer.from('x');
    for (let i = 0; i < 100 * kb; i += 1) body.add(one);
    expect(body.whole().buffer.byteLength).toBeLessThanOrEqual(256 * kb);
    expect(body.whole().equals(Buffer.alloc(100 * kb, 'x'))).toBe(true);
  });

  it('whose large pieces are given back, unless others share their memory', () => {
    const shared = Buffer.allocUnsafeSlow(64 * kb).fill('s');
    const outside = new Uint8Array(new SharedArrayBuffer(32 * kb)).fill(0x6f);
    const [own, small] = [piece(32 * kb, 'o'), piece(1 * kb, 'k')];
    const body = new ComingBody(0, new BodyMemory());
    for (const part of [shared.subarray(0, 32 * kb), own, small, Buffer.from(outside.buffer)]) body.add(part);
    expect(body.whole().toString()).toBe(
      's'.repeat(32 * kb) + 'o'.repeat(32 * kb) + 'k'.repeat(kb) + 'o'.repeat(32 * kb),
    );
    expect([shared.length, small.length, own.length]).toEqual([64 * kb, kb, 0]);
  });

  it('lets go of what has become too small for it', () => {
    const memory = new BodyMemory();
    const body = new ComingBody(0, memory);
    for (let i = 0; i < 4; i += 1) body.add(piece(60 * kb, 'x'));
    expect(memory.keptBytes).toBe(64 * kb);
    memory.letGo(body.whole());
    expect(memory.keptBytes).toBe(320 * kb);
  });
});
