import { expect, it } from 'vitest';
import { EachInTurn } from './each-in-turn.ts';

/** Work that ends when it is told to, and what of it was begun, in order. */
function workshop() {
  const turns = new EachInTurn(8);
  const begun: string[] = [];
  const ends: PromiseWithResolvers<void>[] = [];
  return {
    begun,
    ask: (by: string, name = by) =>
      turns.take(by, async () => {
        begun.push(name);
        const end = Promise.withResolvers<void>();
        ends.push(end);
        await end.promise;
        return name;
      }),
    /** Ends what is under way, until nothing is. */
    endAll: async () => {
      for (let one = ends.shift(); one !== undefined; one = ends.shift()) {
        one.resolve();
        for (let turn = 0; turn < 8; turn++) await Promise.resolve();
      }
    },
  };
}

it('does one thing at a time, and everybody’s in turn', async () => {
  const { begun, ask, endAll } = workshop();
  const all = [
    ...Array.from({ length: 5 }, (_, i) => ask('eve', `eve ${i}`)),
    ask('ada'),
    ask('bob', 'bob 0'),
    ask('bob', 'bob 1'),
  ];
  expect(begun).toEqual(['eve 0']);
  await endAll();
  await Promise.all(all);
  expect(begun).toEqual(['eve 0', 'eve 1', 'ada', 'bob 0', 'eve 2', 'bob 1', 'eve 3', 'eve 4']);
});

it('keeps no more waiting of one than it may, and nobody out for that', async () => {
  const { begun, ask, endAll } = workshop();
  const all = Array.from({ length: 9 }, (_, i) => ask('eve', `eve ${i}`));
  await expect(ask('eve')).rejects.toMatchObject({ code: 'overloaded' });
  const ada = ask('ada');
  await endAll();
  await Promise.all([...all, ada]);
  expect(begun).toHaveLength(10);
  expect(begun.indexOf('ada')).toBeLessThan(3);
});

it('goes on behind what failed', async () => {
  const turns = new EachInTurn(8);
  const failing = turns.take('eve', () => Promise.reject(new Error('no')));
  const next = turns.take('eve', async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
  expect(await turns.take('ada', async () => 'and again')).toBe('and again');
});
