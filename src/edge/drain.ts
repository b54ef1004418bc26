import { setTimeout } from 'node:timers/promises';
import type { Answering } from './answer-requests.ts';

/** So long without a request, and nobody is taken to be there who would send the next one now. */
const quietMs = 150;

/** Tells clients to come back on another connection, and goes on answering for a while. */
export async function drain(
  requests: Answering,
  howLong: { readonly fixedMs: number } | { readonly mostMs: number },
): Promise<void> {
  requests.closing();
  if ('fixedMs' in howLong) {
    await setTimeout(howLong.fixedMs);
    return;
  }
  for (let waited = 0; waited < howLong.mostMs; waited += quietMs) {
    const before = requests.served();
    await setTimeout(quietMs);
    if (requests.served() === before) return;
  }
}
