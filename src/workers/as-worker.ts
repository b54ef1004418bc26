import { isWord, type Word } from './words.ts';

/** The variable by which a process knows that it is one of several, and which. */
export const workerVariable = 'TOOLGATE_WORKER';

/** What one of several processes knows of the others. */
export interface OwnWorker {
  /**
   * Resolves when this process is to end. `replaced`: the others go on, and new connections are theirs; `ending`: all end.
   * Without the process that looks after it there is no port any more, and so no sense in going on.
   */
  readonly asked: Promise<'ending' | 'replaced'>;
  /**
   * Tells this process's metrics to whoever asks the others, from now on.
   *
   * @param own the exposition text of this process
   * @returns what asks for that of all; its own alone when the others cannot be asked
   */
  together(own: () => Promise<string>): () => Promise<string>;
  /** Nothing is open any more: lets the process end. */
  leave(): void;
}

/** Whoever gathers has a second for each that does not answer; all are asked at once. */
const gatherMs = 2_000;

/**
 * This process as one of several. It is asked to end by signals: SIGTERM, or SIGUSR2 to be replaced. What a terminal sends
 * to all of them (SIGINT) is for the process that looks after them.
 */
export async function asWorker(): Promise<OwnWorker> {
  const { default: cluster } = await import('node:cluster');
  // Node ends a worker at once when its channel is gone; a call that is under way is to be answered all the same.
  if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true;
  const { promise: asked, resolve } = Promise.withResolvers<'ending' | 'replaced'>();
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => resolve('ending'));
  process.on('SIGUSR2', () => resolve('replaced'));
  process.once('disconnect', () => resolve('ending'));
  const send = (word: Word): void => {
    if (process.connected) process.send?.(word, undefined, {}, () => undefined);
  };
  return {
    asked,
    together: (own) => {
      const waiting = new Map<number, (text: string) => void>();
      let last = 0;
      process.on('message', (said: unknown) => {
        if (!isWord(said)) return;
        const { ask } = said;
        if (said.toolgate === 'tell') void own().then((text) => send({ toolgate: 'told', ask, text }));
        else if (said.toolgate === 'gathered') waiting.get(ask)?.(said.text);
      });
      return async () => {
        last += 1;
        const ask = last;
        const { promise, resolve: answer } = Promise.withResolvers<string | undefined>();
        waiting.set(ask, answer);
        const timer = setTimeout(() => answer(undefined), gatherMs);
        send({ toolgate: 'gather', ask });
        const text = await promise;
        clearTimeout(timer);
        waiting.delete(ask);
        return text ?? (await own());
      };
    },
    leave: () => {
      cluster.worker?.disconnect();
    },
  };
}
