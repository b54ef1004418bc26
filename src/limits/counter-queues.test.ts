import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CounterQueues } from './counter-queues.ts';
import { CounterTable } from './counter-table.ts';
import { none } from './room.ts';

const digest = { w0: 1, w1: 2, w2: 3, w3: 4 };

/** Whose turns come before it is the first one's again. */
function round(queues: CounterQueues): readonly number[] {
  const seen: number[] = [];
  while (queues.turn !== none && !seen.includes(queues.turn)) {
    seen.push(queues.turn);
    queues.pass();
  }
  return seen;
}

it('gives every queue its turn in the order in which they came, whoever is closed and whoever has it', () => {
  const step = fc.tuple(fc.constantFrom('open', 'open', 'close', 'pass'), fc.nat());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queues = new CounterQueues(new CounterTable());
      expect(queues.turn).toBe(none);
      // Those that are open, from the one whose turn it is.
      let open = [queues.open(0, digest)];
      const [stays] = open;
      for (const [what, number] of steps) {
        if (what === 'open') open.push(queues.open(0, digest));
        if (what === 'pass') {
          queues.pass();
          open = [...open.slice(1), ...open.slice(0, 1)];
        }
        const closed = open[number % open.length];
        if (what === 'close' && closed !== undefined && closed !== stays) {
          queues.close(closed);
          open = open.filter((queue) => queue !== closed);
        }
        expect(round(queues)).toEqual(open);
      }
    }),
    { numRuns: 100 },
  );
});

it('takes no more room for a thousand families, one after the other, than for one', () => {
  const queues = new CounterQueues(new CounterTable());
  queues.open(0);
  const numbers = Array.from({ length: 1_000 }, () => {
    const queue = queues.open(0, digest);
    queues.close(queue);
    return queue;
  });
  expect(new Set(numbers).size).toBe(1);
});
