import { once } from 'node:events';
import type { Io } from '../io.ts';
import { linesOf } from './json-lines.ts';
import { LineJudge } from './policy-judge-line.ts';

/**
 * `policy judge`: JSON lines in, one JSON object a line out, in the same order; streaming. A line that cannot be read
 * is answered like any other, with `valid: false` and what is wrong with it. Ends early where nobody reads on
 * (`… | head`).
 */
export async function judgeLines(io: Io): Promise<void> {
  const judge = new LineJudge();
  let failure: NodeJS.ErrnoException | undefined;
  io.stdout.once('error', (error) => {
    failure = error;
  });
  for await (const { bytes } of linesOf(io, '-')) {
    if (failure !== undefined) break;
    if (io.stdout.write(`${JSON.stringify(judge.answer(bytes))}\n`)) continue;
    await once(io.stdout, 'drain').catch((error: Error) => {
      failure = error;
    });
  }
  if (failure !== undefined && failure.code !== 'EPIPE') throw failure;
}
