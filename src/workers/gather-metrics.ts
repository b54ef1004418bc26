import type { Worker } from 'node:cluster';
import { mergeMetrics } from './merge-metrics.ts';
import { isWord, type Word } from './words.ts';

/** A worker that is busier than that is left out: its series end, which is what an alert can see. */
const answerMs = 1_000;

/**
 * Answers a worker that asks for the metrics of all, from now on.
 *
 * @param serving the workers that serve, by slot, whenever somebody asks
 */
export function answerForWorkers(worker: Worker, serving: () => ReadonlyMap<number, Worker>): void {
  worker.on('message', (said: unknown) => {
    if (!isWord(said) || said.toolgate !== 'gather') return;
    const { ask } = said;
    void gather(serving()).then((text) => say(worker, { toolgate: 'gathered', ask, text }));
  });
}

let asked = 0;

async function gather(workers: ReadonlyMap<number, Worker>): Promise<string> {
  const told = await Promise.all([...workers].map(async ([slot, worker]) => [slot, await askOne(worker)] as const));
  const serving = '# HELP toolgate_workers Workers that serve.\n# TYPE toolgate_workers gauge\n';
  const texts = new Map(told.flatMap(([slot, text]) => (text === undefined ? [] : [[slot, text] as const])));
  return `${mergeMetrics(texts)}\n${serving}toolgate_workers ${workers.size}\n`;
}

/** @returns `undefined` when it does not answer */
function askOne(worker: Worker): Promise<string | undefined> {
  asked += 1;
  const ask = asked;
  return new Promise((resolve) => {
    const done = (text: string | undefined): void => {
      clearTimeout(timer);
      worker.off('message', hear);
      worker.off('exit', gone);
      resolve(text);
    };
    const hear = (said: unknown): void => {
      if (isWord(said) && said.toolgate === 'told' && said.ask === ask) done(said.text);
    };
    const gone = (): void => done(undefined);
    const timer = setTimeout(gone, answerMs);
    worker.on('message', hear);
    worker.once('exit', gone);
    say(worker, { toolgate: 'tell', ask });
  });
}

/** Whoever has gone hears nothing. */
function say(worker: Worker, word: Word): void {
  if (worker.isConnected()) worker.send(word, () => undefined);
}
