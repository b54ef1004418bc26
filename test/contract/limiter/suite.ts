import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../../src/kernel/index.ts';
import type { Demand, Limiter, NoRoom, Receipt } from '../../../src/limits/index.ts';
import { budget, demand, slot, unit } from './demands.ts';

/** One limiter, and a way to lose the process and come back with what was kept. */
export interface Opened {
  readonly limiter: Limiter;
  /** A new limiter over what this one has kept; this one is not used again. */
  restart(clock: ReturnType<typeof manualClock>): Promise<Opened>;
  close(): Promise<void>;
}

/** 2026-03-04 was a Wednesday. */
const start = Date.UTC(2026, 2, 4, 12, 0, 30);
const dayMs = 86_400_000;

/** What every adapter of the port must do, whatever it keeps its counters in. */
export function limiterContract(name: string, open: (clock: ReturnType<typeof manualClock>) => Promise<Opened>): void {
  describe(`limiter contract: ${name}`, () => {
    let clock: ReturnType<typeof manualClock>;
    let opened: Opened;

    beforeEach(async () => {
      clock = manualClock(start);
      opened = await open(clock);
    });
    afterEach(() => opened.close());

    const take = async (wanted: Demand): Promise<Receipt | NoRoom> => opened.limiter.take(wanted);
    const admitted = async (wanted: Demand): Promise<Receipt> => {
      const answer = await take(wanted);
      if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer)}`);
      return answer;
    };
    const refused = async (wanted: Demand): Promise<NoRoom> => {
      const answer = await take(wanted);
      if (answer.ok) throw new Error('admitted');
      return answer;
    };
    const restart = async (at: number): Promise<void> => {
      clock = manualClock(at);
      opened = await opened.restart(clock);
    };

    it('admits up to max and then says what refuses, what is left and how long to wait', async () => {
      const ten = budget();
      for (let i = 1; i <= 10; i++) {
        const receipt = await admitted(demand([ten]));
        expect(receipt.remaining).toEqual([{ take: ten, remaining: (10 - i) * unit }]);
        clock.advance(1_000);
      }
      expect(await refused(demand([ten]))).toEqual({
        ok: false,
        code: 'rate_limited',
        refusedBy: ten,
        remaining: 0,
        retryAfterMs: 50_000,
      });
    });

    it('names the exact moment: refused a millisecond before, admitted at it', async () => {
      const two = demand([budget({ max: 2 * unit })]);
      await admitted(two);
      clock.advance(12_345);
      await admitted(two);
      clock.advance(1);
      const { retryAfterMs = 0 } = await refused(two);
      expect(retryAfterMs).toBe(60_000 - 12_346);
      clock.advance(retryAfterMs - 1);
      expect((await refused(two)).retryAfterMs).toBe(1);
      clock.advance(1);
      await admitted(two);
    });

    it('says no time to wait for a cost above max', async () => {
      const answer = await refused(demand([budget({ cost: 11 * unit })]));
      expect(answer).toMatchObject({ code: 'rate_limited', remaining: 10 * unit });
      expect('retryAfterMs' in answer).toBe(false);
    });

    it('counts amounts of one granule as long as the latest of them', async () => {
      const second = demand([budget({ windowMs: 1_000, max: 2 * unit })]);
      clock.set(16 * 100_000_000_000);
      await admitted(second);
      clock.advance(15);
      await admitted(second);
      clock.advance(985);
      expect((await refused(second)).retryAfterMs).toBe(15);
    });

    it('does not let a burst through at a boundary', async () => {
      clock.set(Date.UTC(2026, 2, 4, 12, 0, 59, 999));
      for (let i = 0; i < 10; i++) await admitted(demand([budget()]));
      clock.advance(1);
      await refused(demand([budget()]));
    });

    it.each([
      ['minute', 60_000, Date.UTC(2026, 2, 4, 12, 1)],
      ['hour', 3_600_000, Date.UTC(2026, 2, 4, 13)],
      ['day', dayMs, Date.UTC(2026, 2, 5)],
      ['week', 7 * dayMs, Date.UTC(2026, 2, 9)],
    ])('resets a calendar %s at its UTC boundary', async (window, windowMs, boundary) => {
      const aligned = demand([budget({ window, windowMs, align: 'calendar', max: unit })]);
      await admitted(aligned);
      expect((await refused(aligned)).retryAfterMs).toBe(boundary - start);
      clock.set(boundary - 1);
      expect((await refused(aligned)).retryAfterMs).toBe(1);
      clock.set(boundary);
      await admitted(aligned);
    });

    it('counts the longest window and the shortest', async () => {
      const longest = demand([budget({ windowMs: 31_622_400_000, max: unit })]);
      const shortest = demand([budget({ key: 'second', windowMs: 1_000, max: unit })]);
      await admitted(longest);
      await admitted(shortest);
      expect((await refused(longest)).retryAfterMs).toBe(31_622_400_000);
      clock.advance(999);
      await refused(shortest);
      clock.advance(1);
      await admitted(shortest);
    });

    it('takes all or none, waits for the slowest, and names the first that refuses', async () => {
      const minute = budget({ key: 'a', max: unit });
      const hour = budget({ key: 'b', max: unit, windowMs: 3_600_000 });
      const free = budget({ key: 'c', max: unit });
      await admitted(demand([hour]));
      clock.advance(5_000);
      await admitted(demand([minute]));
      const answer = await refused(demand([free, minute, hour], [slot()]));
      expect(answer).toMatchObject({ refusedBy: minute, retryAfterMs: 3_595_000 });
      await admitted(demand([free], [slot()]));
    });

    it('says no time to wait when one of several budgets can never have room', async () => {
      const full = budget({ key: 'a', max: unit });
      await admitted(demand([full]));
      expect('retryAfterMs' in (await refused(demand([full, budget({ key: 'b', cost: 11 * unit })])))).toBe(false);
    });

    it('takes a budget and a slot that are named twice once', async () => {
      const once = budget({ max: unit });
      const receipt = await admitted(demand([once, { ...once, rule: '/tools/*/limits/0' }], [slot(), slot()]));
      expect(receipt.taken).toHaveLength(1);
      expect(receipt.remaining).toHaveLength(1);
      await opened.limiter.release(receipt);
      await admitted(demand([], [slot()]));
    });

    it('lets a cost of zero pass a full budget and keeps nothing of it', async () => {
      for (let i = 0; i < 10; i++) await admitted(demand([budget()]));
      const free = await admitted(demand([budget({ cost: 0 })]));
      expect(free.taken).toEqual([]);
      expect(free.remaining).toMatchObject([{ remaining: 0 }]);
    });

    it('keeps what was used when max changes', async () => {
      for (let i = 0; i < 5; i++) await admitted(demand([budget()]));
      expect(await refused(demand([budget({ max: 3 * unit })]))).toMatchObject({ remaining: 0 });
      expect((await admitted(demand([budget({ max: 7 * unit })]))).remaining).toMatchObject([{ remaining: unit }]);
    });

    it('keeps what was used when the alignment changes', async () => {
      await admitted(demand([budget({ max: unit })]));
      await refused(demand([budget({ max: unit, align: 'calendar' })]));
      clock.advance(30_000);
      await admitted(demand([budget({ max: unit, align: 'calendar' })]));
      await refused(demand([budget({ max: unit })]));
    });

    it('sums exactly up to 2^53 millionths', async () => {
      const most = 2 ** 53;
      await admitted(demand([budget({ max: most, cost: most - 1 })]));
      expect((await admitted(demand([budget({ max: most, cost: 1 })]))).remaining).toMatchObject([{ remaining: 0 }]);
      await refused(demand([budget({ max: most, cost: 1 })]));
    });

    it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53 + 2])(
      'refuses to count a cost of %d',
      async (cost) => {
        const odd = demand([budget({ cost })]);
        await expect(take(odd)).rejects.toMatchObject({ code: 'limits_unavailable' });
        await expect((async () => opened.limiter.look(odd))()).rejects.toMatchObject({ code: 'limits_unavailable' });
      },
    );

    it.each(['constructor', '__proto__', 'toString', '', '\u0000', '3:a:b', 'é'])(
      'counts a budget named %j',
      async (key) => {
        const odd = demand([budget({ key, max: unit })], [slot(key)]);
        const receipt = await admitted(odd);
        await refused(odd);
        await opened.limiter.giveBack(receipt);
        await admitted(odd);
      },
    );

    it('looks without taking', async () => {
      const one = demand([budget({ max: unit })], [slot()]);
      for (let i = 0; i < 3; i++) expect(await opened.limiter.look(one)).toEqual({ ok: true });
      await admitted(one);
      expect(await opened.limiter.look(one)).toMatchObject({ ok: false, code: 'rate_limited', retryAfterMs: 60_000 });
    });

    it('holds a slot, however long, until it is released, and frees it once', async () => {
      const two = demand([], [slot('s', 2)]);
      const first = await admitted(two);
      await admitted(two);
      clock.advance(40 * dayMs);
      const answer = await refused(two);
      expect(answer).toEqual({ ok: false, code: 'concurrency', refusedBy: slot('s', 2) });
      await opened.limiter.release(first);
      await opened.limiter.release(first);
      await opened.limiter.giveBack(first);
      await admitted(two);
      await refused(two);
    });

    it('keeps amounts at release and returns them with giveBack, once', async () => {
      const two = demand([budget({ max: 2 * unit })], [slot('s', 9)]);
      const first = await admitted(two);
      const second = await admitted(two);
      await opened.limiter.release(first);
      await opened.limiter.giveBack(first);
      await refused(two);
      await opened.limiter.giveBack(second);
      await opened.limiter.giveBack(second);
      await admitted(two);
      await refused(two);
    });

    it('gives back into the window that an amount came from only', async () => {
      const two = demand([budget({ max: 2 * unit })]);
      const early = await admitted(two);
      clock.advance(60_000);
      await admitted(two);
      await admitted(two);
      await opened.limiter.giveBack(early);
      await refused(two);
    });

    it('does not give a calendar amount back into the next period', async () => {
      const two = demand([budget({ max: 2 * unit, align: 'calendar' })]);
      const early = await admitted(two);
      clock.advance(30_000);
      await admitted(two);
      await admitted(two);
      await opened.limiter.giveBack(early);
      await refused(two);
    });

    it('will not settle a receipt that is not its own', async () => {
      const receipt = await admitted(demand([budget()]));
      await expect((async () => opened.limiter.release({ ...receipt }))()).rejects.toThrow('receipt');
    });

    it('admits 10,000 live values of a family, no more, and forgets those that expired', async () => {
      const value = (n: number, part = {}) => demand([budget({ key: `f${n}`, family: 'f', ...part })]);
      const values = Array.from({ length: 10_000 }, (_, n) => value(n));
      const receipts = await Promise.all(values.slice(0, 9_999).map(admitted));
      clock.advance(1_000);
      await admitted(value(9_999));
      const answer = await refused(value(10_000));
      expect(answer).toMatchObject({ code: 'rate_limited', remaining: 0 });
      expect('retryAfterMs' in answer).toBe(false);
      await admitted(value(0));
      await admitted(value(10_000, { family: 'another', key: 'another' }));
      await admitted(value(10_001, { cost: 0 }));
      const last = receipts[77];
      if (last === undefined) throw new Error('no receipt');
      await opened.limiter.giveBack(last);
      await admitted(value(10_000));
      await restart(start + 1_000);
      await refused(value(10_002));
      clock.set(start + 60_000);
      await admitted(value(10_002));
    });

    it('frees values of a calendar family at the boundary', async () => {
      const value = (n: number) => demand([budget({ key: `f${n}`, family: 'f', align: 'calendar' })]);
      await Promise.all(Array.from({ length: 10_000 }, (_, n) => admitted(value(n))));
      await refused(value(10_000));
      clock.advance(30_000);
      await admitted(value(10_000));
      // Values of the last period that come back are new ones.
      await Promise.all(Array.from({ length: 9_999 }, (_, n) => admitted(value(n))));
      await refused(value(9_999));
    });

    it('keeps amounts across a restart, and slots not', async () => {
      const wanted = demand([budget({ max: 2 * unit })], [slot()]);
      const receipt = await admitted(wanted);
      await opened.limiter.release(receipt);
      await admitted(wanted);
      await restart(start + 10);
      const answer = await refused(wanted);
      expect(answer).toMatchObject({ code: 'rate_limited', retryAfterMs: 59_990 });
    });

    it('goes on from the latest recorded time when the clock was set back between two starts', async () => {
      const one = demand([budget({ max: unit })]);
      clock.set(start + 3_600_000);
      await admitted(one);
      await restart(start);
      expect((await refused(one)).retryAfterMs).toBe(60_000);
      clock.advance(60_000);
      await admitted(one);
    });

    it('admits exactly max of many at once', async () => {
      const answers = await Promise.all(Array.from({ length: 200 }, () => take(demand([budget()]))));
      expect(answers.filter((answer) => answer.ok)).toHaveLength(10);
    });
  });
}
