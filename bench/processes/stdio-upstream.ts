import { createInterface } from 'node:readline';
import { answerOf } from '../upstream-answer.ts';

/** The server at the end of every way, for peers that start one over pipes. */
createInterface({ input: process.stdin }).on('line', (line) => {
  const [, body] = answerOf(line);
  if (body !== '') process.stdout.write(`${body}\n`);
});
