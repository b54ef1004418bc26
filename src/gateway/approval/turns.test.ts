import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

/** A queue of which the test says when something is decided. */
function line() {
  const watched = new Map<string, () => void>();
  const turns = new Turns({
    watch: (id, changed) => {
      if (watched.has(id)) throw new Error('watched twice');
      watched.set(id, changed);
      return () => void watched.delete(id);
    },
  });
  const turned: string[] = [];
  const join = (name: string, since: number, id = 'a') =>
    turns.join(id, { since, turn: () => turned.push(name), enough: () => turned.push(`${name} no more`) });
  return { turns, turned, join, watched, decided: (id = 'a') => watched.get(id)?.() };
}

describe('calls that wait for one decision', () => {
  it('go one at a time, the oldest first, however they came into the line', () => {
    const { join, decided, turned } = line();
    const leave = [join('second', 2), join('first', 1), join('third', 3)];
    expect(turned).toEqual([]);
    decided();
    expect(turned).toEqual(['first']);
    leave[1]?.();
    expect(turned).toEqual(['first', 'second']);
    leave[0]?.();
    expect(turned).toEqual(['first', 'second', 'third']);
  });

  it('let those go first who are still there', () => {
    const { join, decided, turned } = line();
    const left = join('left', 1);
    join('there', 2);
    left();
    decided();
    expect(turned).toEqual(['there']);
  });

  it('have a line for each decision, and none when nobody waits', () => {
    const { join, decided, turned, turns, watched } = line();
    const leave = join('a', 1);
    join('b', 1, 'b');
    decided('b');
    expect(turned).toEqual(['b']);
    expect(turns.awaited('a')).toBe(true);
    leave();
    leave();
    expect(turns.awaited('a')).toBe(false);
    expect([...watched.keys()]).toEqual(['b']);
  });

  it('that come when it is there wait for whoever has their turn', () => {
    const { join, decided, turned } = line();
    const leave = join('first', 1);
    decided();
    join('late', 9);
    expect(turned).toEqual(['first']);
    leave();
    expect(turned).toEqual(['first', 'late']);
  });

  it('are let go without a decision by a gateway that stops, and those that come then', () => {
    const { turns, join, turned } = line();
    join('first', 1);
    join('other', 2, 'b');
    turns.close();
    join('late', 3);
    expect(turned).toEqual(['first no more', 'other no more', 'late no more']);
  });
});
