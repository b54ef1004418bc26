import type { Writable } from 'node:stream';
import { escapeUnsafe } from '../kernel/index.ts';

/** Writes a line for people. What others wrote (names, files, documents) cannot turn or hide the terminal's text. */
export function say(stream: Writable, line: string): void {
  stream.write(`${escapeUnsafe(line)}\n`);
}
