import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { whyNoFile } from '../../kernel/index.ts';
import { CommandError, type Io } from '../io.ts';

const lineFeed = 0x0a;

/** A line of a file, without its end, and which one it is. */
export interface Line {
  readonly bytes: Buffer;
  /** From 1. */
  readonly number: number;
}

/**
 * The lines of a file that are not blank, one after the other; `-` is standard input.
 *
 * @throws CommandError where the file cannot be read
 */
export async function* linesOf(io: Io, file: string): AsyncGenerator<Line> {
  let rest: Buffer[] = [];
  let number = 0;
  for await (const bytes of chunksOf(io, file)) {
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      number += 1;
      yield* notBlank(Buffer.concat([...rest, bytes.subarray(start, end)]), number);
      rest = [];
      start = end + 1;
    }
    if (start < bytes.length) rest.push(bytes.subarray(start));
  }
  yield* notBlank(Buffer.concat(rest), number + 1);
}

async function* chunksOf(io: Io, file: string): AsyncGenerator<Buffer> {
  try {
    const stream = file === '-' ? io.stdin : createReadStream(resolve(io.cwd, file));
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new CommandError(`${file} cannot be read: ${whyNoFile(error)}`);
  }
}

function* notBlank(bytes: Buffer, number: number): Generator<Line> {
  if (bytes.toString('latin1').trim() !== '') yield { bytes, number };
}
