import type { Readable, Writable } from 'node:stream';
import type { JsonObject, JsonValue } from '../protocol/index.ts';
import { failure, NetdiagError } from './rpc.ts';
import { createNetdiag, type NetdiagOptions } from './server.ts';

/**
 * Serves one client over newline-delimited JSON.
 *
 * @returns when the input has ended and every call under way was answered, or the output is gone
 */
export async function serveStdio(input: Readable, output: Writable, options: NetdiagOptions): Promise<void> {
  const connection = createNetdiag(options).connect();
  const write = (message: JsonObject): void => {
    if (output.writable) output.write(`${JSON.stringify(message)}\n`);
  };
  output.on('error', () => {
    connection.close();
    input.destroy();
  });
  const answer = async (line: Buffer): Promise<void> => {
    const message = parse(line);
    const reply =
      message === undefined
        ? failure(null, new NetdiagError(-32700, 'this line is no JSON'))
        : await connection.receive(message, write);
    if (reply !== undefined) write(reply.body);
  };
  const underWay = new Set<Promise<void>>();
  for await (const line of lines(input)) {
    const task = answer(line).finally(() => underWay.delete(task));
    underWay.add(task);
  }
  await Promise.all(underWay);
}

function parse(line: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line)) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Splits at line feeds only: `node:readline` also splits at U+2028, which may stand inside a JSON string. */
async function* lines(input: Readable): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  try {
    for await (const chunk of input) {
      let rest: Buffer = Buffer.from(chunk);
      for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
        const line = Buffer.concat([...pending, rest.subarray(0, end)]);
        pending = [];
        rest = rest.subarray(end + 1);
        if (line.length > 0) yield line;
      }
      if (rest.length > 0) pending.push(rest);
    }
  } catch (error) {
    // An input that breaks off is an input that has ended.
    if (!input.destroyed) throw error;
  }
}
