import { describe, expect, it } from 'vitest';
import { BodyMemory } from './body-memory.ts';

const kb = 1024;

/** A piece as Node makes one for what it has read: its memory is its own. */
function piece(size: number, fill: string): Buffer {
  return Buffer.allocUnsafeSlow(size).fill(fill);
}

/** The pieces of a body of `size` bytes, each of one letter. */
function pieces(size: number, letters = 'abcd'): Buffer[] {
  return letters.split('').map((letter) => piece(size / letters.length, letter));
}

describe('a body is gathered', () => {
  it('as the one piece that it is', () => {
    const only = piece(256 * kb, 'x');
    expect(new BodyMemory().gather([only], only.length)).toBe(only);
    expect(new BodyMemory().gather([], 0)).toHaveLength(0);
  });

  it.each([8, 256, 100 * kb, 256 * kb, 1024 * kb, 3 * 1024 * kb])('of several pieces: %i bytes', (size) => {
    const memory = new BodyMemory();
    for (let turn = 0; turn < 3; turn += 1) {
      const body = memory.gather(pieces(size), size);
      const quarter = size / 4;
      expect(body.equals(Buffer.concat('abcd'.split('').map((letter) => Buffer.alloc(quarter, letter))))).toBe(true);
      memory.letGo(body);
    }
  });

  it('whose large pieces are given back, unless others share their memory', () => {
    const memory = new BodyMemory();
    const shared = Buffer.allocUnsafeSlow(64 * kb).fill('s');
    const outside = new Uint8Array(new SharedArrayBuffer(32 * kb)).fill(0x6f);
    const own = piece(32 * kb, 'o');
    const small = piece(1 * kb, 'k');
    const parts = [shared.subarray(0, 32 * kb), own, small, Buffer.from(outside.buffer)];
    const body = memory.gather(parts, 97 * kb);
    expect(body.toString()).toBe('s'.repeat(32 * kb) + 'o'.repeat(32 * kb) + 'k'.repeat(kb) + 'o'.repeat(32 * kb));
    expect([shared.length, small.length, own.length]).toEqual([64 * kb, kb, 0]);
  });
});

describe('what is let go of', () => {
  it('is empty to whoever still looks at it, and its memory is used again', () => {
    const memory = new BodyMemory();
    const first = memory.gather(pieces(256 * kb, 'ab'), 256 * kb);
    const part = first.subarray(3, 10);
    memory.letGo(first);
    expect([first.length, part.length, first.toString(), part[0]]).toEqual([0, 0, '', undefined]);
    const second = memory.gather(pieces(200 * kb, 'cd'), 200 * kb);
    // Behind its end lies what was there before: nothing of it is seen in the body.
    expect(Buffer.from(second.buffer, 250 * kb, 1).toString()).toBe('b');
    expect(second.length).toBe(200 * kb);
  });

  it('stays while anybody holds it, by whichever part of it', () => {
    const memory = new BodyMemory();
    const body = memory.gather(pieces(256 * kb), 256 * kb);
    memory.hold(body.subarray(7, 9));
    memory.hold(body);
    memory.letGo(body);
    memory.letGo(body);
    expect(body[0]).toBe(0x61);
    memory.letGo(body.subarray(100));
    expect(body.length).toBe(0);
    // Once more than it was held is no harm to whoever has the memory now.
    const next = memory.gather(pieces(256 * kb), 256 * kb);
    memory.letGo(body);
    expect(next[0]).toBe(0x61);
  });

  it('is not kept where it is very large, and no more of it than 8 MB', () => {
    const memory = new BodyMemory();
    const large = memory.gather(pieces(2048 * kb), 2048 * kb);
    memory.letGo(large);
    expect([large.length, memory.keptBytes]).toEqual([0, 0]);
    const many = Array.from({ length: 20 }, () => memory.gather(pieces(512 * kb), 512 * kb));
    for (const body of many) memory.letGo(body);
    expect(many.map(({ length }) => length)).toEqual(many.map(() => 0));
    expect(memory.keptBytes).toBe(8 * 1024 * kb);
    const again = memory.gather(pieces(512 * kb), 512 * kb);
    expect([again.length, memory.keptBytes]).toEqual([512 * kb, 7.5 * 1024 * kb]);
  });

  it('may be what was never gathered here', () => {
    const memory = new BodyMemory();
    const foreign = piece(256 * kb, 'x');
    memory.hold(foreign);
    memory.letGo(foreign);
    memory.letGo(foreign);
    expect(foreign[0]).toBe(0x78);
  });
});
