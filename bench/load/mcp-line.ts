import { callOf, firstId, type Message, proof } from '../message.ts';
import { handshake } from './handshake.ts';
import { type HttpLine, openLine } from './http-line.ts';
import { messagesTo } from './http-messages.ts';

/** Where the calls go. */
export interface LoadTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As of a side that runs: `RunningSide`. */
  readonly overSse?: boolean;
  readonly tool?: string;
  /** How long nothing may come while an answer is waited for; for ever when absent. */
  readonly patienceMs?: number;
}

/** One agent: a connection, its session, one call at a time. */
export interface McpLine {
  /** Makes a call under an id that was never used before. Rejects when the answer is not the upstream's own, and once closed. */
  call(): Promise<void>;
  close(): void;
}

let nextId = firstId;

/** Connects and initialises, as a client of revision 2025-06-18 does. */
export async function openMcpLine(target: LoadTarget, message: Message = 'small'): Promise<McpLine> {
  const url = new URL(target.url);
  const open = (): Promise<HttpLine> => openLine(url.hostname, Number(url.port), target.patienceMs);
  const messages = messagesTo(target);
  let closed = false;
  let line = await open();
  const session = await handshake(line, messages, nextId++).catch((error: unknown) => {
    line.close();
    throw error;
  });

  return {
    async call() {
      if (line.broken && !closed) line = await open();
      // It may have been closed meanwhile.
      if (closed) line.close();
      const id = nextId++;
      const { status, text } = await line.send(messages.post(callOf(id, message), session));
      if (status !== 200 || !text.includes(String(id)) || !text.includes(proof)) {
        throw new Error(`call ${id} was answered with ${text.slice(0, 1_000)}`);
      }
    },
    close() {
      closed = true;
      line.close();
    },
  };
}
