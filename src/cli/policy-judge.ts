import { once } from 'node:events';
import type { Io } from './io.ts';
import { LineJudge } from './policy-judge-line.ts';

const lineFeed = 0x0a;

/**
 * `policy judge`: JSON lines in, one JSON object a line out, in the same order; streaming. A line that cannot be read
 * is answered like any other, with `valid: false` and what is wrong with it.
 */
export async function judgeLines(io: Io): Promise<void> {
  const judge = new LineJudge();
  let rest: Buffer[] = [];
  const answer = async (line: Buffer): Promise<void> => {
    if (line.toString('latin1').trim() === '') return;
    if (!io.stdout.write(`${JSON.stringify(judge.answer(line))}\n`)) await once(io.stdout, 'drain');
  };
  for await (const chunk of io.stdin) {
    let bytes: Buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed)) {
      await answer(Buffer.concat([...rest, bytes.subarray(0, end)]));
      rest = [];
      bytes = bytes.subarray(end + 1);
    }
    if (bytes.length > 0) rest.push(bytes);
  }
  await answer(Buffer.concat(rest));
}
