import { Worker } from 'node:worker_threads';
import type { Actor } from '../../accounts/index.ts';
import { Fault, startedModule } from '../../kernel/index.ts';
import { EachInTurn } from '../each-in-turn.ts';
import type { PolicyAsk, PolicyJob, PolicyJobs } from './jobs.ts';

/** A document of the largest size that is accepted reads in a tenth of this. */
const readMs = 10_000;
/** Beside what a thread takes to start on a machine that is busy. */
const startMs = 10_000;
const heapMb = 512;
/** Nobody has saved a policy for as long: the thread gives its memory back. */
const idleMs = 60_000;

let thread: Worker | undefined;
let idle: NodeJS.Timeout | undefined;
/** An editor that asks with every key waits for fewer. */
const mayWait = 8;
const turns = new EachInTurn(mayWait);

/**
 * Reads or compares policies that came from outside in a thread of its own, with a time and a memory of its own: no
 * document, whatever it says, can hold up a call. What has been through here is what the snapshot reads later on, so
 * that reads in a time that is known. One job at a time: whoever saves policies must not take the machine from calls. And
 * everybody in turn: who may only look can ask for the slowest job there is, as often as they like, and must not keep those
 * waiting who have a policy to put in force.
 *
 * @param by who asks
 * @param timeMs at most; a thread that is not done by then is ended, and the next job gets another one
 * @throws Fault `invalid` when it takes longer or needs more memory, `overloaded` when too much of theirs waits
 */
export function inPolicyThread<J extends PolicyJob>(
  by: Pick<Actor, 'kind' | 'id'>,
  name: J,
  argument: Parameters<PolicyJobs[J]>[0],
  timeMs: number = readMs,
): Promise<ReturnType<PolicyJobs[J]>> {
  const done = turns.take(`${by.kind}:${by.id}`, () => run({ name, argument }, timeMs));
  return done as Promise<ReturnType<PolicyJobs[J]>>;
}

async function run(ask: PolicyAsk, timeMs: number): Promise<unknown> {
  clearTimeout(idle);
  const fresh = thread === undefined;
  thread ??= new Worker(startedModule('control/policy-thread/worker'), {
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  const worker = thread;
  worker.ref();
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const failed = (error: unknown): void => {
    const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    reject(outOfMemory ? new Fault('invalid', 'the policy needs too much memory to be read') : error);
  };
  const exited = (): void => reject(new Error('the thread that reads policies has ended without an answer'));
  const late = (): void => reject(new Fault('invalid', 'the policy takes too long to read'));
  const timer = setTimeout(late, timeMs + (fresh ? startMs : 0));
  worker.once('message', resolve).once('error', failed).once('exit', exited);
  worker.postMessage(ask);
  try {
    const answer = await promise;
    worker.off('message', resolve).off('error', failed).off('exit', exited);
    worker.unref();
    idle = setTimeout(() => end(worker), idleMs).unref();
    return answer;
  } catch (error) {
    end(worker);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function end(worker: Worker): void {
  if (thread === worker) thread = undefined;
  void worker.terminate();
}
