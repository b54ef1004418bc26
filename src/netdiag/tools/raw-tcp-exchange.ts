import type { Socket } from 'node:net';
import { deadlineOf } from '../deadline.ts';
import { dial } from '../dial.ts';
import { choice, integer, text } from '../parameters.ts';
import { host, port, timeoutMs } from '../reach-parameters.ts';
import { resolveTarget } from '../target.ts';
import { defineTool } from '../tool.ts';
import { ToolError } from '../tool-error.ts';

const encodings = ['utf8', 'base64', 'hex'] as const;

/** `raw_tcp_exchange`: bytes out, bytes in, both bounded. The one tool here that can change something elsewhere. */
export const rawTcpExchange = defineTool({
  name: 'raw_tcp_exchange',
  title: 'Raw TCP exchange',
  description:
    'Connect to a host and port, send the given bytes, and return what comes back until the other side closes, ' +
    'max_bytes have arrived or the time is over. What is sent may change something at the other end.',
  readOnly: false,
  parameters: {
    host,
    port,
    data: text({ description: 'What to send; empty to listen only.', maxLength: 16_384, minLength: 0, fallback: '' }),
    encoding: choice({ description: 'How data is written, and the answer too.', words: encodings, fallback: 'utf8' }),
    max_bytes: integer({ description: 'Most bytes to read.', minimum: 1, maximum: 65_536, fallback: 4_096 }),
    timeout_ms: timeoutMs,
  },
  run: async (args, context) => {
    const data = decode(args.data, args.encoding);
    const deadline = deadlineOf(context, args.timeout_ms);
    const target = await resolveTarget(args.host, context, deadline);
    const socket = await dial(target, args.port, deadline);
    if (data.length > 0) socket.write(data);
    const { received, ended } = await collect(socket, args.max_bytes);
    context.signal.throwIfAborted();
    return {
      host: target.host,
      address: target.address,
      port: args.port,
      sent_bytes: data.length,
      received_bytes: received.length,
      received: received.toString(args.encoding),
      encoding: args.encoding,
      ended: ended === 'cut' && deadline.aborted ? 'timeout' : ended,
    };
  },
});

/** `Buffer.from` drops what it cannot read; here that is an error, since other bytes than meant would go out. */
function decode(data: string, encoding: (typeof encodings)[number]): Buffer {
  const bytes = Buffer.from(data, encoding);
  const canonical = encoding === 'hex' ? data.toLowerCase() : data;
  if (bytes.toString(encoding) !== canonical) throw new ToolError(`"data" is not ${encoding}`);
  return bytes;
}

/**
 * Reads until `max` bytes are there or the socket is done, and destroys it.
 *
 * @returns `ended`: `closed` by the other side, `max_bytes` reached, or `cut` (the deadline or a reset)
 */
function collect(socket: Socket, max: number): Promise<{ received: Buffer; ended: 'closed' | 'max_bytes' | 'cut' }> {
  const { promise, resolve } = Promise.withResolvers<{ received: Buffer; ended: 'closed' | 'max_bytes' | 'cut' }>();
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = (ended: 'closed' | 'max_bytes' | 'cut'): void => {
    resolve({ received: Buffer.concat(chunks).subarray(0, max), ended });
    socket.destroy();
  };
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= max) finish('max_bytes');
  });
  socket.on('end', () => finish('closed'));
  socket.on('close', () => finish('cut'));
  return promise;
}
