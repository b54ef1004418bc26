import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packageFile } from '../kernel/index.ts';

const numbers = (database: string): number[] =>
  readdirSync(packageFile(`migrations/${database}/`))
    .sort()
    .map((name) => Number(/^(\d{4})_[a-z_]+\.sql$/.exec(name)?.[1]));

it.each(['catalog', 'sqlite'])('%s: the number of a migration is the version that it makes', (database) => {
  expect(numbers(database)).toEqual(numbers(database).map((_, place) => place + 1));
});

it('postgres: a migration has a number of its own, but for two that came without', () => {
  const all = numbers('postgres');
  // There a migration is known by its whole name, so these do no harm; and a file that was released is never changed.
  expect(all.filter((number, place) => all[place - 1] === number)).toEqual([1, 12]);
  expect([...new Set(all)]).toEqual(Array.from({ length: all.at(-1) ?? 0 }, (_, place) => place + 1));
});
