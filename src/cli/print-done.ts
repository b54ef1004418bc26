import { escapeUnsafe } from '../kernel/index.ts';
import type { Io } from './io.ts';

/**
 * Says what was done: the gateway's answer as a JSON line, or a sentence for people. What others wrote cannot turn or hide
 * the terminal's text.
 */
export function printDone(io: Io, { json }: { readonly json: boolean }, answer: object, sentence: string): void {
  const lines = json ? [JSON.stringify(answer)] : sentence.split('\n');
  io.stdout.write(lines.map((line) => `${escapeUnsafe(line)}\n`).join(''));
}
