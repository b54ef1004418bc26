import type { Demand } from './budget.ts';
import { distinct } from './demand.ts';
import type { Limiter, NoRoom, Receipt, Remaining } from './limiter.ts';

/**
 * A limiter for two places: budgets that must survive power loss (`durable`) are counted in one, all others and the slots
 * in the other. A demand takes from the quick one first and gives that back when the durable one refuses, so it is all or
 * none: in between, others may be refused by what is given back at once, and nothing is ever admitted beyond a limit.
 */
export function splitLimiter(durable: Limiter, quick: Limiter): Limiter {
  const halves = new WeakMap<Receipt, { readonly durable: Receipt | undefined; readonly quick: Receipt | undefined }>();
  const of = (receipt: Receipt) => {
    const found = halves.get(receipt);
    if (found === undefined) throw new TypeError('not a receipt of this limiter');
    return found;
  };
  return {
    look: async (demand) => {
      const { hard, soft } = split(demand);
      const answers = await Promise.all([
        isEmpty(soft) ? room : quick.look(soft),
        isEmpty(hard) ? room : durable.look(hard),
      ]);
      return firstRefusal(demand, answers) ?? room;
    },
    take: async (demand) => {
      const { hard, soft } = split(demand);
      const first = isEmpty(soft) && !isEmpty(hard) ? undefined : await quick.take(soft);
      if (first !== undefined && !first.ok) return first;
      let second: Receipt | NoRoom | undefined;
      try {
        second = isEmpty(hard) ? undefined : await durable.take(hard);
      } catch (error) {
        if (first !== undefined) await quick.giveBack(first);
        throw error;
      }
      if (second !== undefined && !second.ok) {
        if (first !== undefined) await quick.giveBack(first);
        return second;
      }
      const receipt = joined(demand, first, second);
      halves.set(receipt, { durable: second, quick: first });
      return receipt;
    },
    giveBack: async (receipt) => {
      const { durable: hard, quick: soft } = of(receipt);
      await Promise.all([soft && quick.giveBack(soft), hard && durable.giveBack(hard)]);
    },
    release: async (receipt) => {
      const { durable: hard, quick: soft } = of(receipt);
      await Promise.all([soft && quick.release(soft), hard && durable.release(hard)]);
    },
  };
}

const room = { ok: true } as const;

function split({ budgets, slots }: Demand): { readonly hard: Demand; readonly soft: Demand } {
  return {
    hard: { budgets: budgets.filter(({ durable }) => durable), slots: [] },
    soft: { budgets: budgets.filter(({ durable }) => !durable), slots },
  };
}

function isEmpty({ budgets, slots }: Demand): boolean {
  return budgets.length === 0 && slots.length === 0;
}

/** Of two refusals that which stands first in the demand; how long to wait is the longer of both. */
function firstRefusal(demand: Demand, answers: readonly (NoRoom | { readonly ok: true })[]): NoRoom | undefined {
  const refusals = answers.filter((answer) => !answer.ok);
  const place = ({ refusedBy }: NoRoom): number => {
    const at = demand.budgets.findIndex(({ key }) => key === refusedBy.key);
    return at < 0 ? demand.budgets.length : at;
  };
  const [first] = refusals.toSorted((a, b) => place(a) - place(b));
  if (first === undefined || refusals.length < 2) return first;
  const { retryAfterMs: _own, ...rest } = first;
  let longest = 0;
  for (const { code, retryAfterMs } of refusals) {
    if (code === 'concurrency') continue;
    if (retryAfterMs === undefined) return rest;
    longest = Math.max(longest, retryAfterMs);
  }
  return { ...rest, retryAfterMs: longest };
}

function joined(demand: Demand, quick: Receipt | undefined, durable: Receipt | undefined): Receipt {
  const remaining = new Map<string, Remaining>();
  for (const part of [quick, durable]) for (const one of part?.remaining ?? []) remaining.set(one.take.key, one);
  return {
    ok: true,
    // Amounts of both are given back by the receipts that they came with; the later time is when all was taken.
    at: Math.max(quick?.at ?? 0, durable?.at ?? 0),
    taken: [...(quick?.taken ?? []), ...(durable?.taken ?? [])],
    slots: quick?.slots ?? [],
    remaining: distinct(demand.budgets)
      .map(({ key }) => remaining.get(key))
      .filter((one) => one !== undefined),
  };
}
