import { Fault, newId } from '../../kernel/index.ts';
import type { Channels } from '../channels/index.ts';
import type { Notifier } from './notifier.ts';

/** One channel of the server's for all of ours: a connection that listens to thousands would ask for each by itself. */
const notices = 'toolgate_words';

/** A notice has 7,999 bytes at most; what stands before the content needs fewer than 200. */
const contentLength = 7_600;

type Take = (bytes: Buffer) => void;

interface Waiting {
  readonly payloads: readonly string[];
  readonly told: (error?: unknown) => void;
}

/**
 * Channels over PostgreSQL's notices, which are text and short: what is said is spelled in base64, and cut in pieces that
 * go in one transaction. What is asked for while one is under way shares the next one, in the order of asking.
 *
 *     notice: <channel> <id of what is said> <piece, from 0> <pieces> <base64>
 */
export class PostgresChannels implements Channels {
  readonly #notifier: Notifier;
  readonly #listeners = new Map<string, Set<Take>>();
  readonly #unfinished = new Map<string, string[]>();
  readonly #end: () => void;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  /** @param notifier closed with the channels */
  constructor(notifier: Notifier) {
    this.#notifier = notifier;
    this.#end = notifier.subscribe(notices, (payload) => {
      if (payload === undefined) this.#unfinished.clear();
      else this.#hear(payload);
    });
  }

  listen(channel: string, take: Take): () => void {
    const of = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, of);
    of.add(take);
    return () => {
      of.delete(take);
      if (of.size === 0 && this.#listeners.get(channel) === of) this.#listeners.delete(channel);
    };
  }

  /** The server does not say who listens. */
  say(channel: string, bytes: Buffer): Promise<1> {
    const { promise, resolve, reject } = Promise.withResolvers<1>();
    const told = (error?: unknown): void => {
      if (error === undefined) resolve(1);
      else reject(new Fault('store_unavailable', 'The other gateways cannot be told.', error));
    };
    this.#waiting.push({ payloads: piecesOf(channel, bytes), told });
    this.#running ??= this.#publish();
    return promise;
  }

  async close(): Promise<void> {
    this.#end();
    this.#listeners.clear();
    await this.#running;
    await this.#notifier.close();
  }

  async #publish(): Promise<void> {
    while (this.#waiting.length > 0) {
      const some = this.#waiting;
      this.#waiting = [];
      const failure = await this.#notifier.publish(notices, ...some.flatMap(({ payloads }) => payloads)).then(
        () => undefined,
        (error: unknown) => error,
      );
      for (const { told } of some) told(failure);
    }
    this.#running = undefined;
  }

  #hear(payload: string): void {
    const [channel = '', id = '', piece = '', pieces = '', content = ''] = payload.split(' ');
    // Nobody here listens: what is left of it is passed over as it comes.
    const listeners = this.#listeners.get(channel);
    if (listeners === undefined) return;
    // All pieces come one after the other: whoever hears a later one first has missed the beginning.
    const known = piece === '0' ? [] : this.#unfinished.get(id);
    this.#unfinished.delete(id);
    if (known?.length !== Number(piece)) return;
    known.push(content);
    if (known.length < Number(pieces)) {
      this.#unfinished.set(id, known);
      return;
    }
    const bytes = Buffer.from(known.join(''), 'base64');
    for (const take of listeners) take(bytes);
  }
}

function piecesOf(channel: string, bytes: Buffer): string[] {
  const text = bytes.toString('base64');
  const id = newId();
  const pieces = Math.max(1, Math.ceil(text.length / contentLength));
  return Array.from({ length: pieces }, (_, piece) => {
    const content = text.slice(piece * contentLength, (piece + 1) * contentLength);
    return `${channel} ${id} ${piece} ${pieces} ${content}`;
  });
}
