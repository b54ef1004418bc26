import { connect, type Socket } from 'node:net';

/** One response, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  /** Head and body as they came, latin1; a chunked body with its chunk sizes. */
  readonly text: string;
}

/** One connection that carries one request at a time. */
export interface HttpLine {
  /** @param request a whole HTTP request; rejects when the connection breaks */
  send(request: string): Promise<HttpAnswer>;
  readonly broken: boolean;
  close(): void;
}

/**
 * A client of a few lines over a bare socket: whatever a full HTTP client costs would be taken from the core that the
 * upstream needs.
 *
 * @param patienceMs how long nothing may come while an answer is waited for; 0 waits for ever
 */
export async function openLine(host: string, port: number, patienceMs = 0): Promise<HttpLine> {
  const socket = connect({ host, port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return lineOver(socket, patienceMs);
}

function lineOver(socket: Socket, patienceMs: number): HttpLine {
  let text = '';
  let waiting: PromiseWithResolvers<HttpAnswer> | undefined;
  let broken = false;
  let why = new Error('the connection broke');
  socket.setTimeout(patienceMs, () => {
    if (waiting === undefined) return;
    why = new Error(`nothing came for ${patienceMs / 1000} s`);
    socket.destroy();
  });
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    text += chunk;
    if (!isWhole(text)) return;
    const answer = { status: Number(text.slice(9, 12)), text };
    text = '';
    const pending = waiting;
    waiting = undefined;
    pending?.resolve(answer);
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    broken = true;
    waiting?.reject(why);
    waiting = undefined;
  });
  return {
    get broken() {
      return broken;
    },
    send(request) {
      waiting = Promise.withResolvers<HttpAnswer>();
      if (broken) waiting.reject(new Error('the connection is closed'));
      else socket.write(request, 'latin1');
      return waiting.promise;
    },
    close: () => socket.destroy(),
  };
}

/** Whether a response is there to its end. Only what servers send here: a length, chunks, or neither for 202 and 204. */
function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head + 2))?.[1];
  if (length !== undefined) return text.length >= head + 4 + Number(length);
  if (/\r\ntransfer-encoding: *chunked/i.test(text.slice(0, head + 2))) return text.endsWith('\r\n0\r\n\r\n');
  return true;
}
