import type { Queryable } from '../writer-rows.ts';
import type { HeldSlots } from './held-slots.ts';
import { keyText } from './key-text.ts';
import type { Granule } from './loaded-amounts.ts';

/** How many expired rows a transaction clears away at most: more than it can create. */
const sweepRows = 512;

export async function writeAmounts(on: Queryable, changes: readonly Granule[], now: number): Promise<void> {
  const kept = changes.filter(({ amount }) => amount > 0);
  if (kept.length > 0) {
    await on.query(
      `INSERT INTO limit_amount (key, window_ms, granule, family, at, amount)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[])
       ON CONFLICT (key, window_ms, granule) DO UPDATE SET at = excluded.at, amount = excluded.amount`,
      [
        kept.map(({ key }) => keyText(key)),
        kept.map(({ windowMs }) => windowMs),
        kept.map(({ granule }) => granule),
        kept.map(({ family }) => (family === undefined ? null : keyText(family))),
        kept.map(({ at }) => at),
        kept.map(({ amount }) => String(amount)),
      ],
    );
  }
  const gone = changes.filter(({ amount }) => amount === 0);
  if (gone.length > 0) {
    await on.query(
      `DELETE FROM limit_amount WHERE (key, window_ms, granule) IN
         (SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[]))`,
      [gone.map(({ key }) => keyText(key)), gone.map(({ windowMs }) => windowMs), gone.map(({ granule }) => granule)],
    );
  }
  await on.query(
    `DELETE FROM limit_amount WHERE (key, window_ms, granule) IN
       (SELECT key, window_ms, granule FROM limit_amount WHERE at + window_ms <= $1 LIMIT ${sweepRows})`,
    [now],
  );
}

/** @param keys those of this process's slots that the server may have otherwise. @param server its time */
export async function writeSlots(
  on: Queryable,
  { owner, slotTtlMs }: { readonly owner: string; readonly slotTtlMs: number },
  slots: HeldSlots,
  keys: readonly string[],
  server: number,
): Promise<void> {
  if (keys.length === 0) return;
  await beat(on, { owner, slotTtlMs }, server);
  const held = [...new Set(keys)].map((key) => ({ key: keyText(key), held: slots.held(key) }));
  const kept = held.filter((slot) => slot.held > 0);
  await on.query('DELETE FROM limit_slot WHERE owner = $1 AND key = ANY ($2::text[])', [
    owner,
    held.filter((slot) => slot.held === 0).map(({ key }) => key),
  ]);
  await on.query(
    `INSERT INTO limit_slot (owner, key, held) SELECT $1, * FROM unnest($2::text[], $3::bigint[])
     ON CONFLICT (key, owner) DO UPDATE SET held = excluded.held`,
    [owner, kept.map(({ key }) => key), kept.map((slot) => slot.held)],
  );
}

/** Shows that this process is alive, and clears away those that no longer do. @param server its time */
export async function beat(
  on: Queryable,
  { owner, slotTtlMs }: { readonly owner: string; readonly slotTtlMs: number },
  server: number,
): Promise<void> {
  await on.query('DELETE FROM limit_owner WHERE seen < $1', [server - slotTtlMs]);
  await on.query(
    'INSERT INTO limit_owner (owner, seen) VALUES ($1, $2) ON CONFLICT (owner) DO UPDATE SET seen = excluded.seen',
    [owner, server],
  );
}
