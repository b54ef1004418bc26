import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Demand, distinct, memoryLimiter, type NoRoom, type Receipt } from '../../../src/limits/index.ts';
import type { ValkeyLimiter } from '../../../src/store/valkey/index.ts';
import { ExactLog } from '../../contract/limiter/exact-log.ts';
import { type Step, steps } from '../../contract/limiter/schedule.ts';
import { noRedis } from '../support/start-redis.ts';
import { TimedServer } from '../support/timed-limiter.ts';

const url = inject('redis');
const start = Date.UTC(2026, 2, 4, 12);

function isReceipt(answer: object): answer is Receipt {
  return 'taken' in answer;
}

/** What was decided, without what only tells receipts apart. */
function decision(answer: Receipt | NoRoom | { readonly ok: true }): unknown {
  if (!isReceipt(answer)) return answer;
  const { at, taken, slots, remaining } = answer;
  return { ok: true, at, taken, slots, remaining };
}

describe.skipIf(url === undefined)(`several gateways on one server (${url === undefined ? noRedis : 'valkey'})`, () => {
  let server: TimedServer;
  let replicas: ValkeyLimiter[];
  let now = start;

  beforeAll(async () => {
    server = await TimedServer.open(url ?? '');
    await server.at(now);
    replicas = await Promise.all([server.limiter(), server.limiter(), server.limiter()]);
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.close()));
    server.close();
  });

  /** Each life has budgets of its own, later than all before it. */
  const renamed = ({ budgets, slots }: Demand, life: number): Demand => ({
    budgets: budgets.map((take) => ({ ...take, key: `${life}/${take.key}`, family: `${life}/${take.family}` })),
    slots: slots.map((taken) => ({ ...taken, key: `${life}/${taken.key}` })),
  });
  let lives = 0;

  it('decides as the limiter in memory does, whichever gateway asks', async () => {
    let admitted = 0;
    let refused = 0;
    const life = async (script: readonly Step[], pick: number): Promise<void> => {
      lives += 1;
      const memory = memoryLimiter({ now: () => now, monotonic: () => now });
      const held: (readonly [Receipt, Receipt, ValkeyLimiter])[] = [];
      for (const [place, step] of script.entries()) {
        const replica = replicas[(place * pick) % replicas.length] as ValkeyLimiter;
        if (step.kind === 'advance') now += step.ms;
        await server.at(now);
        if (step.kind === 'take' || step.kind === 'look') {
          const demand = renamed(step.demand, lives);
          const [expected, answer] = [memory[step.kind](demand), await replica[step.kind](demand)];
          expect(decision(answer)).toEqual(decision(expected));
          if (answer.ok) admitted += 1;
          else refused += 1;
          if (isReceipt(answer) && isReceipt(expected)) held.push([expected, answer, replica]);
        } else if (step.kind === 'giveBack' || step.kind === 'release') {
          const [settled] = held.splice(step.which, 1);
          if (settled === undefined) continue;
          memory[step.kind](settled[0]);
          await settled[2][step.kind](settled[1]);
        }
      }
      for (const [, receipt, replica] of held) await replica.release(receipt);
    };
    const script = fc.array(steps, { minLength: 30, maxLength: 60, size: 'max' });
    await fc.assert(fc.asyncProperty(script, fc.integer({ min: 1, max: 50 }), life), { numRuns: 40 });
    expect(admitted).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(200);
  }, 120_000);

  it('lets nothing over the limit through, however many ask at once and where', async () => {
    const bursts = fc.array(fc.record({ demand: steps, at: fc.nat(2), after: fc.nat(1_200), gone: fc.nat(9) }), {
      minLength: 60,
      maxLength: 120,
      size: 'max',
    });
    let over = 0;
    let admitted = 0;
    const life = async (calls: readonly Call[]): Promise<void> => {
      lives += 1;
      const log = new ExactLog();
      const id = lives;
      for (let at = 0; at < calls.length; at += 12) {
        now += calls[at]?.after ?? 0;
        await server.at(now);
        const asked = calls.slice(at, at + 12).map(async ({ demand: step, at: where, gone }) => {
          if (step.kind !== 'take') return;
          // With one maximum for each budget it does not matter who was first.
          const budgets = distinct(step.demand.budgets).map((take) => ({ ...take, max: 7 }));
          const demand = renamed({ budgets, slots: [] }, id);
          const receipt = await replicas[where]?.take(demand);
          if (receipt?.ok !== true) return;
          admitted += 1;
          if (!log.allows(receipt.at, demand)) over += 1;
          const undo = log.admit(receipt.at, demand);
          if (gone > 0) return;
          undo();
          await replicas[where]?.giveBack(receipt);
        });
        await Promise.all(asked);
      }
    };
    await fc.assert(fc.asyncProperty(bursts, life), { numRuns: 25 });
    expect(over).toBe(0);
    expect(admitted).toBeGreaterThan(200);
  }, 120_000);

  it('makes at most one trip for fifty calls when sixty-four are in flight', async () => {
    const [replica] = replicas;
    if (replica === undefined) throw new Error('no gateway');
    const demand = renamed({ budgets: [], slots: [{ key: 's', max: 64, rule: '/tools/t/concurrency' }] }, 0);
    const before = replica.trips;
    const caller = async (): Promise<void> => {
      for (let call = 0; call < 100; call += 1) {
        const receipt = await replica.take(demand);
        // What is released goes with what is asked next.
        if (receipt.ok) void replica.release(receipt);
      }
    };
    await Promise.all(Array.from({ length: 64 }, caller));
    expect((replica.trips - before) / 6_400).toBeLessThanOrEqual(0.02);
  });
});

interface Call {
  readonly demand: Step;
  readonly at: number;
  readonly after: number;
  readonly gone: number;
}
