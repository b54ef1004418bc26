import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../kernel/index.ts';
import type { BudgetTake, Demand, SlotTake } from './budget.ts';
import type { Limiter, NoRoom, Receipt } from './limiter.ts';
import { type MemoryLimiter, memoryLimiter } from './memory-limiter.ts';
import { splitLimiter } from './split-limiter.ts';

const start = 16 * 100_000_000_000;

const budget = (key: string, part: Partial<BudgetTake> = {}): BudgetTake => ({
  key,
  family: key,
  windowMs: 1_000,
  align: 'sliding',
  max: 2,
  cost: 1,
  durable: false,
  rule: '/all_tools/limits/0',
  onDeny: undefined,
  counter: 'c',
  window: 'second',
  ...part,
});
const demand = (budgets: readonly BudgetTake[], slots: readonly SlotTake[] = []): Demand => ({ budgets, slots });
const soft = budget('soft');
const hard = budget('hard', { durable: true });
const slot: SlotTake = { key: 'slot', max: 1, rule: '/tools/t/concurrency' };

function both(now = start) {
  const clock = manualClock(now);
  const [durable, quick] = [memoryLimiter(clock), memoryLimiter(clock)];
  return { clock, durable, quick, limiter: splitLimiter(durable, quick) };
}
const counters = (...limiters: readonly MemoryLimiter[]): number => limiters.reduce((sum, { size }) => sum + size, 0);
async function taken(limiter: Limiter, wanted: Demand): Promise<Receipt> {
  const answer = await limiter.take(wanted);
  if (!answer.ok) throw new Error('there was room');
  return answer;
}

/** Notes who is asked for what. */
function watched(name: string, of: Limiter, asked: string[]): Limiter {
  const noting = <A, R>(what: string, ask: (given: A) => R) => {
    return (given: A): R => {
      asked.push(`${name} ${what}`);
      return ask(given);
    };
  };
  return {
    look: noting('look', (wanted: Demand) => of.look(wanted)),
    take: noting('take', (wanted: Demand) => of.take(wanted)),
    giveBack: noting('giveBack', (receipt: Receipt) => of.giveBack(receipt)),
    release: noting('release', (receipt: Receipt) => of.release(receipt)),
  };
}

describe('splitLimiter', () => {
  it.each<[what: string, wanted: Demand, ofTakes: string[], ofLooks: string[]]>([
    ['nothing', demand([]), ['quick'], []],
    ['what may be lost', demand([soft], [slot]), ['quick'], ['quick']],
    ['a slot', demand([], [slot]), ['quick'], ['quick']],
    ['what must last', demand([hard]), ['durable'], ['durable']],
    ['both', demand([soft, hard]), ['quick', 'durable'], ['quick', 'durable']],
  ])('asks who has to do with it alone: %s', async (_, wanted, ofTakes, ofLooks) => {
    const { durable, quick } = both();
    const asked: string[] = [];
    const limiter = splitLimiter(watched('durable', durable, asked), watched('quick', quick, asked));
    await limiter.look(wanted);
    expect(asked.splice(0)).toEqual(ofLooks.map((one) => `${one} look`));
    for (const end of ['release', 'giveBack'] as const) {
      const receipt = await taken(limiter, wanted);
      await limiter[end](receipt);
      expect(asked.splice(0)).toEqual([
        ...ofTakes.map((one) => `${one} take`),
        ...ofTakes.map((one) => `${one} ${end}`),
      ]);
      expect(receipt.taken.map(({ key }) => key)).toEqual(wanted.budgets.map(({ key }) => key));
    }
  });

  it.each([0, 500])('was taken at the later of both times: %d', async (ahead) => {
    const [durable, quick] = [
      memoryLimiter(manualClock(start + ahead)),
      memoryLimiter(manualClock(start + 500 - ahead)),
    ];
    const limiter = splitLimiter(durable, quick);
    expect((await taken(limiter, demand([soft, hard]))).at).toBe(start + 500);
    expect((await taken(limiter, demand([soft]))).at).toBe(start + 500 - ahead);
    expect((await taken(limiter, demand([hard]))).at).toBe(start + ahead);
  });

  it('tells no wait for a slot that nobody knows the end of', async () => {
    const { limiter } = both();
    await taken(limiter, demand([hard], [slot]));
    const answer = await limiter.look(demand([hard], [slot]));
    expect(answer).toMatchObject({ ok: false, code: 'concurrency' });
    expect(answer).not.toHaveProperty('retryAfterMs');
  });

  it('counts each budget where it belongs, and tells what is left in the order of the demand', async () => {
    const { limiter, durable, quick } = both();
    const { remaining, taken: parts, slots } = await taken(limiter, demand([hard, soft], [slot]));
    expect(remaining.map(({ take, remaining: left }) => [take.key, left])).toEqual([
      ['hard', 1],
      ['soft', 1],
    ]);
    expect([parts.map(({ key }) => key), slots]).toEqual([['soft', 'hard'], ['slot']]);
    expect((await taken(both().limiter, demand([hard]))).slots).toEqual([]);
    const leftIn = (one: MemoryLimiter): readonly boolean[] =>
      [hard, soft].map(({ key }) => one.look(demand([budget(key, { max: 1 })])).ok);
    expect([leftIn(durable), leftIn(quick)]).toEqual([
      [false, true],
      [true, false],
    ]);
  });

  it.each([
    ['nothing', []],
    ['what may be lost alone', [soft]],
    ['what must last alone', [hard]],
  ])('takes and gives back %s', async (_what, budgets) => {
    const { limiter, durable, quick } = both();
    expect(await limiter.look(demand(budgets))).toEqual({ ok: true });
    const receipt = await taken(limiter, demand(budgets));
    expect(counters(durable, quick)).toBe(budgets.length);
    await limiter.giveBack(receipt);
    expect(counters(durable, quick)).toBe(0);
  });

  it('frees slots and keeps amounts when a call has ended', async () => {
    const { limiter } = both();
    const receipt = await taken(limiter, demand([soft, hard], [slot]));
    expect(await limiter.take(demand([], [slot]))).toMatchObject({ ok: false, code: 'concurrency' });
    await limiter.release(receipt);
    const next = await taken(limiter, demand([soft, hard], [slot]));
    expect(next.remaining.map(({ remaining }) => remaining)).toEqual([0, 0]);
    // Half a receipt is one, too.
    await limiter.release(await taken(limiter, demand([budget('other', { durable: true })])));
    await limiter.release(await taken(limiter, demand([budget('another')])));
  });

  it('asks nobody for what must last when the other has no room', async () => {
    const { limiter, durable } = both();
    expect(await limiter.take(demand([budget('soft', { max: 0 }), hard]))).toMatchObject({ ok: false });
    expect(durable.size).toBe(0);
  });

  it.each([
    ['refuses', demand([soft, budget('hard', { durable: true, max: 0 })], [slot]), undefined],
    ['refuses, and nothing else is asked', demand([budget('hard', { durable: true, max: 0 })]), undefined],
    ['cannot be reached', demand([soft, hard], [slot]), new Error('away')],
    ['cannot be reached, and nothing else is asked', demand([hard]), new Error('away')],
  ])('has taken nothing when what must last %s', async (_how, wanted, fault) => {
    const { durable, quick } = both();
    const away = { ...durable, take: () => Promise.reject(fault ?? new Error('never')) } as Limiter;
    const limiter = splitLimiter(fault === undefined ? durable : away, quick);
    if (fault === undefined)
      expect(await limiter.take(wanted)).toMatchObject({ ok: false, refusedBy: { key: 'hard' } });
    else await expect(limiter.take(wanted)).rejects.toThrow('away');
    expect(quick.take(demand([budget('soft', { max: 1 })], [slot]))).toMatchObject({ ok: true });
  });

  it('gives back only what it has given', async () => {
    const { limiter, quick } = both();
    const foreign = quick.take(demand([soft])) as Receipt;
    await expect(async () => limiter.giveBack(foreign)).rejects.toThrow('not a receipt of this limiter');
  });

  describe('of two refusals', () => {
    const full = (part: Partial<BudgetTake>, key: string): BudgetTake => budget(key, { max: 1, ...part });
    async function looked(budgets: readonly BudgetTake[], slots: readonly SlotTake[] = []): Promise<NoRoom> {
      const { limiter, clock } = both();
      await taken(
        limiter,
        demand(
          budgets.filter(({ max, cost }) => cost <= max),
          slots,
        ),
      );
      clock.advance(100);
      const answer = await limiter.look(demand(budgets, slots));
      if (answer.ok) throw new Error('there was no room');
      return answer;
    }

    it('tells the first of the demand, and the longer wait', async () => {
      const long = full({ durable: true, windowMs: 60_000 }, 'hard');
      const [one, other] = [await looked([long, full({}, 'soft')]), await looked([full({}, 'soft'), long])];
      expect([one.refusedBy.key, other.refusedBy.key]).toEqual(['hard', 'soft']);
      expect(one.retryAfterMs).toBe(other.retryAfterMs);
      expect(one.retryAfterMs).toBeGreaterThan(50_000);
    });

    it('tells no wait when one is in vain', async () => {
      const never = budget('hard', { durable: true, max: 1, cost: 2 });
      const answer = await looked([full({}, 'soft'), never]);
      expect(answer.refusedBy.key).toBe('soft');
      expect('retryAfterMs' in answer).toBe(false);
    });

    it('tells slots last, and the wait of what can be waited for', async () => {
      const answer = await looked([full({ durable: true }, 'hard')], [slot]);
      expect(answer).toMatchObject({ code: 'rate_limited', refusedBy: { key: 'hard' }, retryAfterMs: 900 });
    });
  });

  it('lets through what one limiter for all lets through', async () => {
    const step = fc.record({
      ms: fc.nat(700),
      keys: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 }),
      cost: fc.integer({ min: 0, max: 2 }),
      slot: fc.boolean(),
      ends: fc.constantFrom('stays', 'giveBack', 'release'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { limiter, clock } = both();
        const single = memoryLimiter(clock);
        for (const { ms, keys, cost, slot: held, ends } of steps) {
          clock.advance(ms);
          const wanted = demand(
            keys.map((key) => budget(key, { cost, max: 3, durable: key < 'c' })),
            held ? [slot] : [],
          );
          const [split, whole] = [await limiter.take(wanted), single.take(wanted)];
          expect(split.ok).toBe(whole.ok);
          if (!split.ok || !whole.ok || ends === 'stays') continue;
          await limiter[ends](split);
          single[ends](whole);
        }
      }),
    );
  });
});
