import type { Io } from './io.ts';

/** Nothing is shown of what is done sooner, in ms. */
const patienceMs = 1_000;

/**
 * Shows how far something has come, on a terminal, once it takes longer than a second.
 *
 * @returns told of parts done and of all; `end` clears the line
 */
export function showProgress(io: Io, what: string): { (done: number, total: number): void; end(): void } {
  const begin = performance.now();
  let shown = -1;
  const show = (done: number, total: number): void => {
    if (io.stderr.isTTY !== true || performance.now() - begin < patienceMs) return;
    const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
    if (percent === shown) return;
    shown = percent;
    io.stderr.write(`\r${what}: ${percent} %`);
  };
  return Object.assign(show, {
    end: () => {
      if (shown >= 0) io.stderr.write('\r\u001b[K');
    },
  });
}
