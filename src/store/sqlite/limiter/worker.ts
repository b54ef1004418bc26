import { parentPort, workerData } from 'node:worker_threads';
import { withoutProto } from '../../../kernel/index.ts';
import { type Errand, type ErrandResult, Ledger } from './ledger.ts';
import { openSharedFile } from './shared-file.ts';

withoutProto();

/** What the thread is started with. */
export interface Start {
  readonly path: string;
  readonly owner: string;
  readonly slotTtlMs: number;
}

export type ToThread =
  | { readonly kind: 'errands'; readonly clock: number; readonly errands: readonly Errand[] }
  | { readonly kind: 'close' };

export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'outcomes'; readonly outcomes: readonly ErrandResult[] }
  | { readonly kind: 'failed'; readonly message: string };

/** CLOCK_MONOTONIC and its likes: one for all processes of the machine, and nobody can set it. */
function machineTime(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}

function serve(port: NonNullable<typeof parentPort>, { path, owner, slotTtlMs }: Start): void {
  const ledger = new Ledger(openSharedFile(path), owner, slotTtlMs, machineTime);
  const say = (message: FromThread): void => port.postMessage(message);
  const heart = setInterval(() => {
    try {
      ledger.beat();
    } catch {
      // The file was busy for long; two more beats come before anybody takes this process for dead.
    }
  }, slotTtlMs / 3);
  port.on('message', (message: ToThread) => {
    try {
      if (message.kind === 'errands') {
        say({ kind: 'outcomes', outcomes: ledger.run(message.clock, message.errands) });
        return;
      }
      clearInterval(heart);
      ledger.close();
      port.close();
    } catch (error) {
      say({ kind: 'failed', message: String(error) });
    }
  });
  say({ kind: 'ready' });
}

if (parentPort !== null) serve(parentPort, workerData as Start);
