import { tmpdir } from 'node:os';
import { PassThrough } from 'node:stream';
import { main } from '../../../src/cli/main.ts';

/**
 * Runs a command to its end in this process: as a command of a second process does it to a gateway that runs elsewhere, but
 * without the second that the start of one takes.
 *
 * @throws when it fails, with what it said
 */
export function runHere(...argv: string[]): Promise<string> {
  return runIn(tmpdir(), ...argv);
}

/** The same, in a folder. */
export async function runIn(cwd: string, ...argv: string[]): Promise<string> {
  const [out, err] = [sink(), sink()];
  const io = { stdin: new PassThrough(), stdout: out.stream, stderr: err.stream, env: {}, cwd };
  const code = await main(argv, io);
  if (code !== 0) throw new Error(`toolgate ${argv.join(' ')} ended with ${code}: ${err.text()}`);
  return out.text();
}

function sink() {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString() };
}
