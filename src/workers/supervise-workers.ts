import cluster, { type Worker } from 'node:cluster';
import type { Writable } from 'node:stream';
import { answerForWorkers } from './gather-metrics.ts';
import { Handovers } from './handovers.ts';
import { Slot, type WorkerProgram } from './slot.ts';

export interface Supervised extends WorkerProgram {
  readonly count: number;
  /** The first worker tells there how the gateway is reached, for all. */
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/**
 * Several gateways behind one port: this process opens it and hands connections to its workers in turn, starts them again
 * when they die, each time later, and ends when all have ended in order.
 *
 * SIGTERM and SIGINT drain every worker, a second one ends all at once; SIGHUP reads the configuration again in each;
 * SIGUSR2 replaces one worker after the other, while the others serve: so a new version on the disk comes into force
 * without a call lost. One that does not come up ends the replacing: the others stay as they are.
 *
 * @returns when all workers have ended after a signal; `false` when the first has ended before it served, with its own
 *   words on stderr
 */
export async function superviseWorkers({ count, stdout, stderr, ...program }: Supervised): Promise<boolean> {
  const say = (sentence: string): void => void stderr.write(`toolgate: ${sentence}\n`);
  const slots = Array.from({ length: count }, (_, at) => new Slot(at + 1, program, say));
  const serving = (): ReadonlyMap<number, Worker> =>
    new Map(slots.flatMap((slot) => (slot.serving === undefined ? [] : [[slot.number, slot.serving] as const])));
  const handovers = new Handovers();
  cluster.on('fork', (worker) => {
    answerForWorkers(worker, serving);
    handovers.watch(worker);
  });
  const [first, ...others] = slots;
  let ending = false;
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      if (ending) {
        for (const slot of slots) slot.kill();
        process.exit(1);
      }
      ending = true;
      void Promise.all(slots.map((slot) => slot.empty())).then(() => resolve());
    };
    process.on('SIGTERM', end);
    process.on('SIGINT', end);
  });
  process.on('SIGHUP', () => {
    for (const worker of serving().values()) worker.process.kill('SIGHUP');
  });
  let replacing = false;
  const replaceAll = async (): Promise<void> => {
    for (const slot of slots) {
      // Where none serves now, one is being started, of the new version.
      if (slot.serving === undefined) continue;
      const serves = await slot.replace();
      if (ending) return;
      if (!serves) return say(`worker ${slot.number} does not come up; the others are not replaced`);
      say(`worker ${slot.number} has been replaced`);
    }
  };
  process.on('SIGUSR2', () => {
    if (replacing || ending) return;
    replacing = true;
    void replaceAll().finally(() => {
      replacing = false;
    });
  });

  const began = await first?.fill(false, stdout);
  if (began !== true && !ending) return false;
  if (!ending) {
    await Promise.all(others.map((slot) => slot.fill(true)));
    if (!ending) stdout.write(`${serving().size} workers serve it.\n`);
  }
  await ended;
  return true;
}
