import { Socket } from 'node:net';
import { beforeEach, expect, test } from 'vitest';
import { callsATurn, expectedLooks, patienceMs, WaitingLine } from './waiting-line.ts';

const [a, b, c] = [new Socket(), new Socket(), new Socket()];
let line: WaitingLine;
beforeEach(() => {
  line = new WaitingLine();
});

test('as many are read as there is room for, those first that have waited longest', () => {
  for (const socket of [a, b, c]) line.putBack(socket, 0, 1_000);
  expect(line.next(2)).toEqual([a, b]);
  expect(line.isEmpty).toBe(false);
});

test('room is kept for those that are read until their call is here', () => {
  for (const socket of [a, b, c]) line.putBack(socket, 0, 1_000);
  expect(line.next(1)).toEqual([a]);
  expect(line.next(1)).toEqual([]);
  line.arrived(a);
  // Its call takes room by itself from now on.
  expect(line.next(0)).toEqual([]);
  expect(line.next(1)).toEqual([b]);
});

test('room is kept for whoever goes on, too, and given to the next when nothing comes', () => {
  line.putBack(a, 0, 1_000);
  expect(line.mayGoOn(b, 0, true)).toBe(true);
  expect(line.next(1)).toEqual([]);
  for (let look = 1; look < expectedLooks; look += 1) expect(line.silent()).toEqual([]);
  // What it may still say is not to be refused, so it stands in the line.
  expect(line.silent()).toEqual([b]);
  expect(line.next(1)).toEqual([a]);
});

test('who was read and has nothing to say does not come back: the line has an end', () => {
  for (const socket of [a, b]) line.putBack(socket, 0, 1_000);
  expect(line.next(2)).toEqual([a, b]);
  expect(line.isEmpty).toBe(true);
  for (let look = 1; look <= expectedLooks; look += 1) expect(line.silent()).toEqual([]);
  expect(line.next(2)).toEqual([]);
});

test('a new turn begins with its first call', () => {
  line.putBack(a, 0, 1_000);
  const turn = (): number => {
    let calls = 1;
    while (calls < 100 && line.mayGoOn(b, 0, true)) calls += 1;
    return calls;
  };
  expect(turn()).toBe(callsATurn);
  line.putBack(b, 0, 1_000);
  expect(line.next(2)).toEqual([a, b]);
  line.putBack(a, 0, 1_000);
  expect(turn()).toBe(callsATurn);
});

test('nobody goes on where the last of the line could not be served in time then', () => {
  const others = Array.from({ length: 40 }, () => new Socket());
  const now = 10_000;
  // One call is served each ten milliseconds, by what is known of the last hundred: forty take two fifths of one.
  for (let n = 100; n > 0; n -= 1) line.mayGoOn(a, now - 10 * n, true);
  const late = patienceMs - 400;
  for (const socket of others) line.putBack(socket, now - late - 5, now + 1_000);
  expect(line.mayGoOn(b, now, true)).toBe(false);
  line = new WaitingLine();
  for (let n = 100; n > 0; n -= 1) line.mayGoOn(a, now - 10 * n, true);
  for (const socket of others) line.putBack(socket, now - late + 20, now + 1_000);
  expect(line.mayGoOn(b, now, true)).toBe(true);
});

test('one call is a turn where turns are not wanted', () => {
  line.putBack(a, 0, 1_000);
  expect(line.mayGoOn(b, 0, false)).toBe(false);
});

test('where nobody waits everybody goes on, and no room is kept', () => {
  for (let i = 0; i < 2 * callsATurn; i += 1) expect(line.mayGoOn(a, 0, true)).toBe(true);
  line.putBack(b, 0, 1_000);
  expect(line.next(1)).toEqual([b]);
});

test('whose time is over is read whether or not there is room, and none is kept for it', () => {
  line.putBack(a, 0, 1_000);
  line.putBack(b, 1, 1_001);
  expect(line.overdue(999)).toEqual([]);
  expect(line.overdue(1_000)).toEqual([a]);
  expect(line.next(1)).toEqual([b]);
});

test("whoever is gone takes nobody's place", () => {
  const gone = new Socket();
  gone.destroy();
  line.putBack(gone, 0, 1_000);
  line.putBack(a, 0, 1_000);
  expect(line.next(1)).toEqual([a]);
});
