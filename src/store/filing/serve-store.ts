import type { MessagePort } from 'node:worker_threads';
import type { FilingAnswer, FilingAsk, SqliteCalls, WorkerCalls, WorkerReady } from './messages.ts';

/** The thread's end of `WorkerClient`: says how the start went, then answers what is asked. */
export function serveStore(port: MessagePort, start: () => Promise<WorkerReady>, calls: WorkerCalls): void {
  const answer = (ask: FilingAsk): unknown => {
    // The names are our own and come from the typed client; each call's argument is what its name says.
    const call = (calls as Partial<SqliteCalls>)[ask.name] as ((argument: unknown) => unknown) | undefined;
    if (call === undefined) throw new Error(`this store is not asked to ${ask.name}`);
    return call(ask.argument);
  };
  const reply = async (id: number, work: () => unknown): Promise<void> => {
    let message: FilingAnswer;
    try {
      message = { id, ok: true, value: await work() };
    } catch (error) {
      const { name, message: text } = error instanceof Error ? error : new Error(String(error));
      message = { id, ok: false, name, message: text };
    }
    port.postMessage(message);
  };
  port.on('message', (ask: FilingAsk) => void reply(ask.id, () => answer(ask)));
  void reply(0, start);
}
