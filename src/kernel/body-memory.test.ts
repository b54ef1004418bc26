import { describe, expect, it } from 'vitest';
import { BodyMemory } from './body-memory.ts';

const kb = 1024;

/** A body of `size` bytes, each stretch of one letter. */
function bodyOf(memory: BodyMemory, size: number, letters = 'abcd'): Buffer {
  const body = memory.take(size).subarray(0, size);
  for (const [n, letter] of letters.split('').entries()) body.fill(letter, (size / letters.length) * n);
  return body;
}

it.each([8, 256, 100 * kb, 256 * kb, 1024 * kb, 3 * 1024 * kb])('there is room for %i bytes', (size) => {
  const memory = new BodyMemory();
  for (let turn = 0; turn < 3; turn += 1) {
    const room = memory.take(size);
    expect(room.length).toBeGreaterThanOrEqual(size);
    expect(room.fill('x')[size - 1]).toBe(0x78);
    memory.letGo(room);
  }
});

describe('what is let go of', () => {
  it('is empty to whoever still looks at it, and its memory is used again', () => {
    const memory = new BodyMemory();
    const first = bodyOf(memory, 256 * kb, 'ab');
    const part = first.subarray(3, 10);
    memory.letGo(first);
    expect([first.length, part.length, first.toString(), part[0]]).toEqual([0, 0, '', undefined]);
    const second = bodyOf(memory, 200 * kb, 'cd');
    // Behind its end lies what was there before: nothing of it is seen in the body.
    expect(Buffer.from(second.buffer, 250 * kb, 1).toString()).toBe('b');
    expect(second.length).toBe(200 * kb);
  });

  it('stays while anybody holds it, by whichever part of it', () => {
    const memory = new BodyMemory();
    const body = bodyOf(memory, 256 * kb);
    memory.hold(body.subarray(7, 9));
    memory.hold(body);
    memory.letGo(body);
    memory.letGo(body);
    expect(body[0]).toBe(0x61);
    memory.letGo(body.subarray(100));
    expect(body.length).toBe(0);
    // Once more than it was held is no harm to whoever has the memory now.
    const next = bodyOf(memory, 256 * kb);
    memory.letGo(body);
    expect(next[0]).toBe(0x61);
  });

  it('is not kept where it is very large, and no more of it than 8 MB', () => {
    const memory = new BodyMemory();
    const large = bodyOf(memory, 2048 * kb);
    memory.letGo(large);
    expect([large.length, memory.keptBytes]).toEqual([0, 0]);
    const many = Array.from({ length: 20 }, () => bodyOf(memory, 512 * kb));
    for (const body of many) memory.letGo(body);
    expect(many.map(({ length }) => length)).toEqual(many.map(() => 0));
    expect(memory.keptBytes).toBe(8 * 1024 * kb);
    const again = bodyOf(memory, 512 * kb);
    expect([again.length, memory.keptBytes]).toEqual([512 * kb, 7.5 * 1024 * kb]);
  });

  it('may be what was never taken from here', () => {
    const memory = new BodyMemory();
    const foreign = Buffer.allocUnsafeSlow(256 * kb).fill('x');
    memory.hold(foreign);
    memory.letGo(foreign);
    memory.letGo(foreign);
    expect(foreign[0]).toBe(0x78);
  });
});
