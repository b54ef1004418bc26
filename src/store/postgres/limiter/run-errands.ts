import { assertNever } from '../../../kernel/index.ts';
import {
  type Authority,
  type BudgetTake,
  countsFrom,
  type Demand,
  distinct,
  gridOf,
  leftOf,
  refusalOf,
  takenOf,
  usedAmount,
} from '../../../limits/index.ts';
import type { Queryable } from '../writer-rows.ts';
import type { Errand, ErrandResult } from './errand.ts';
import { HeldSlots } from './held-slots.ts';
import { keyText } from './key-text.ts';
import { familyName, type Granule, LoadedAmounts } from './loaded-amounts.ts';
import { writeAmounts, writeSlots } from './write-changes.ts';

/** What one process is to the others. */
export interface LimiterMember {
  readonly owner: string;
  /** How long after its last sign of life its slots are free, in ms. */
  readonly slotTtlMs: number;
  /** ms since the epoch; absent: the server's clock. */
  readonly now?: () => number;
  readonly authority: Authority;
  /** Sets what the authority's clock says. */
  readonly settle: (clock: number) => void;
  /** Slots that this process holds, by key. */
  readonly slots: Map<string, number>;
  /** What the server has of its slots may not be what it holds: all of them are written. */
  readonly unsure: boolean;
}

/** Runs errands in their order, inside of a transaction that holds the lock. */
export async function runErrands(
  on: Queryable,
  member: LimiterMember,
  errands: readonly Errand[],
): Promise<ErrandResult[]> {
  const [time] = (
    await on.query(`SELECT at, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS server FROM limit_clock`)
  ).rows;
  member.settle(member.now?.() ?? time?.server);
  member.authority.recorded(time?.at);
  const now = member.authority.now();
  const demands = errands.flatMap((errand) => (errand.kind === 'giveBack' ? [] : [errand.demand]));
  const given = errands.flatMap((errand) => (errand.kind === 'giveBack' ? errand.taken : []));
  const granules = await readGranules(on, [...demands.flatMap(({ budgets }) => budgets), ...given]);
  const amounts = new LoadedAmounts(granules, await readFamilies(on, demands, now));
  const wanted = demands.flatMap((demand) => demand.slots.map(({ key }) => key));
  const slots = new HeldSlots(await readOthers(on, member, wanted, time?.server), member.slots);

  const outcomes = errands.map((errand) => one(errand, amounts, slots, now));

  // Who only looks leaves nothing to be synced.
  if (errands.some(({ kind }) => kind !== 'look')) {
    await on.query('UPDATE limit_clock SET at = $1 WHERE at < $1', [now]);
    await writeAmounts(on, amounts.changes(), now);
  }
  // What the server has for this process may be of a transaction that it was never told the end of.
  if (member.unsure) await on.query('DELETE FROM limit_slot WHERE owner = $1', [member.owner]);
  const owed = member.unsure ? [...member.slots.keys(), ...slots.changed] : [...slots.changed];
  await writeSlots(on, member, slots, owed, time?.server);
  return outcomes;
}

function one(errand: Errand, amounts: LoadedAmounts, slots: HeldSlots, now: number): ErrandResult {
  amounts.forget();
  switch (errand.kind) {
    case 'look':
    case 'take': {
      const no = refusalOf(errand.demand, now, amounts, slots);
      if (no !== undefined) return { kind: 'refused', no };
      return errand.kind === 'look' ? { kind: 'done' } : take(errand.demand, amounts, slots, now);
    }
    case 'giveBack':
      for (const taken of errand.taken) amounts.subtract(taken, errand.at, now);
      for (const key of errand.slots) slots.release(key);
      return { kind: 'done' };
    default:
      return assertNever(errand);
  }
}

function take(demand: Demand, amounts: LoadedAmounts, slots: HeldSlots, now: number): ErrandResult {
  const remaining = distinct(demand.budgets).map((wanted) => {
    const oldest = amounts.oldest(wanted, now);
    const used = usedAmount(wanted.align, gridOf(wanted.windowMs), amounts.amounts, oldest, now);
    if (wanted.cost > 0) amounts.add(takenOf(wanted), now);
    return { take: wanted, remaining: Math.max(0, leftOf(wanted, used) - wanted.cost) };
  });
  for (const { key } of distinct(demand.slots)) slots.hold(key);
  return { kind: 'taken', at: now, remaining };
}

async function readGranules(
  on: Queryable,
  of: readonly { readonly key: string; readonly windowMs: number }[],
): Promise<Granule[]> {
  const keys = new Map(of.map(({ key }) => [keyText(key), key]));
  if (keys.size === 0) return [];
  // 2^53 is one more than the driver reads as an integer.
  const { rows } = await on.query(
    `SELECT key, window_ms, granule, family, at, amount::text AS amount FROM limit_amount
      WHERE key = ANY ($1::text[]) ORDER BY key, window_ms, granule`,
    [[...keys.keys()]],
  );
  return rows.map((row) => ({
    key: keys.get(row.key) ?? row.key,
    windowMs: row.window_ms,
    granule: row.granule,
    family: row.family ?? undefined,
    at: row.at,
    amount: Number(row.amount),
    changed: false,
  }));
}

/** Sizes of the families that a demand may bring a value to. */
async function readFamilies(on: Queryable, demands: readonly Demand[], now: number): Promise<Map<string, number>> {
  const families = new Map<string, BudgetTake>();
  for (const { budgets } of demands) {
    for (const take of budgets) if (take.key !== take.family) families.set(familyName(take), take);
  }
  const sizes = new Map<string, number>();
  for (const [name, { family, windowMs, align }] of families) {
    const { rows } = await on.query(
      'SELECT count(DISTINCT key) AS size FROM limit_amount WHERE family = $1 AND window_ms = $2 AND at >= $3',
      [keyText(family), windowMs, countsFrom(align, gridOf(windowMs), now)],
    );
    sizes.set(name, Number(rows[0]?.size));
  }
  return sizes;
}

async function readOthers(
  on: Queryable,
  { owner, slotTtlMs }: LimiterMember,
  wanted: readonly string[],
  server: number,
): Promise<Map<string, number>> {
  const keys = new Map(wanted.map((key) => [keyText(key), key]));
  if (keys.size === 0) return new Map();
  const { rows } = await on.query(
    `SELECT key, sum(held) AS held FROM limit_slot JOIN limit_owner USING (owner)
      WHERE key = ANY ($1::text[]) AND owner <> $2 AND seen >= $3 GROUP BY key`,
    [[...keys.keys()], owner, server - slotTtlMs],
  );
  return new Map(rows.map((row) => [keys.get(row.key) ?? row.key, Number(row.held)]));
}
