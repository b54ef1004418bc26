import { once } from 'node:events';
import type { Io } from '../io.ts';
import { LineJudge } from './policy-judge-line.ts';

const lineFeed = 0x0a;

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
  let rest: Buffer[] = [];
  const answer = async (line: Buffer): Promise<void> => {
    if (line.toString('latin1').trim() === '') return;
    if (failure !== undefined || io.stdout.write(`${JSON.stringify(judge.answer(line))}\n`)) return;
    await once(io.stdout, 'drain').catch((error: Error) => {
      failure = error;
    });
  };
  for await (const chunk of io.stdin) {
    if (failure !== undefined) break;
    let bytes: Buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed)) {
      await answer(Buffer.concat([...rest, bytes.subarray(0, end)]));
      rest = [];
      bytes = bytes.subarray(end + 1);
    }
    if (bytes.length > 0) rest.push(bytes);
  }
  await answer(Buffer.concat(rest));
  if (failure !== undefined && failure.code !== 'EPIPE') throw failure;
}
