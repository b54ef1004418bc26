import { type CounterRow, type CounterSnapshot, granuleOf, gridOf, type Receipt } from '../../../src/limits/index.ts';

/** What a store keeps of the calls' records: what was taken and not given back, granule by granule. */
export class KeptCounters {
  readonly #rows = new Map<string, CounterRow>();

  take({ at, taken }: Receipt): void {
    for (const { key, family, windowMs, cost } of taken) {
      const name = nameOf(key, windowMs, at);
      const before = this.#rows.get(name);
      this.#rows.set(name, {
        key,
        ...(family === undefined ? {} : { family }),
        windowMs,
        at: Math.max(at, before?.at ?? at),
        amount: (before?.amount ?? 0) + cost,
      });
    }
  }

  giveBack({ at, taken }: Receipt): void {
    for (const { key, windowMs, cost } of taken) {
      const name = nameOf(key, windowMs, at);
      const row = this.#rows.get(name);
      if (row === undefined) throw new Error('more is given back than was taken');
      if (row.amount > cost) this.#rows.set(name, { ...row, amount: row.amount - cost });
      else this.#rows.delete(name);
    }
  }

  /** @param at the authority's time */
  snapshot(at: number): CounterSnapshot {
    return { at, rows: [...this.#rows.values()].filter((row) => row.at + row.windowMs > at) };
  }
}

function nameOf(key: string, windowMs: number, at: number): string {
  return `${windowMs}/${granuleOf(gridOf(windowMs), at)}/${key}`;
}
