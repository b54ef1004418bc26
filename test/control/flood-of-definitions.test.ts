/** A server that lists other tools each time it is asked. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pinStore } from '../../src/control/index.ts';
import type { Tool } from '../../src/definitions/index.ts';
import { openTestControl, type TestControl } from '../support/control.ts';

let plane: TestControl;
beforeEach(async () => {
  plane = await openTestControl();
});
afterEach(() => plane.close());

const list = (n: number): readonly Tool[] =>
  Array.from({ length: 300 }, (_, i) => ({
    name: `t${i}`,
    hash: `h${n}`,
    definition: Buffer.from(`{"name":"t${i}"}`),
    annotations: {},
    paramHeaders: [],
  }));

it('fills no more room than there is, and leaves nothing on record once it is full', async () => {
  const { control } = plane;
  const { sql } = control;
  const store = pinStore(control);
  const kept = () => sql.selectFrom('definition').select('id').execute();
  const events = async () =>
    (await sql.selectFrom('event').select('name').orderBy('seq').execute()).map(({ name }) => name);
  for (let n = 0; n <= 10; n += 1) {
    const known = await store.keep('s', list(n));
    expect(known.map(({ state }) => state)).toEqual(list(n).map(() => (n === 0 ? 'approved' : 'waiting')));
  }
  expect(await kept()).toHaveLength(300 + 1_000);
  const quarantined = Array.from({ length: 4 }, () => 'definition.quarantined');
  expect(await events()).toEqual(['definition.listed_first', ...quarantined]);
  // What is known is nothing new, and what was approved stays so.
  for (const n of [0, 1])
    expect((await store.keep('s', list(n)))[0]).toMatchObject({ state: n === 0 ? 'approved' : 'waiting' });
  expect(await events()).toHaveLength(5);
  // Somebody else has room of their own, and there is room again when something is decided.
  await store.keep('other', list(0));
  await sql
    .updateTable('definition')
    .set({ state: 'rejected' })
    .where('state', '=', 'waiting')
    .where('hash', '=', 'h1')
    .execute();
  await store.keep('s', list(11));
  expect((await events()).slice(5)).toEqual(['definition.listed_first', 'definition.quarantined']);
  expect((await store.keep('s', list(1)))[0]).toMatchObject({ state: 'rejected' });
});
