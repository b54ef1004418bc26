import { Fault, joined } from '../../kernel/index.ts';
import type { Grant, Snapshot } from '../../snapshot/index.ts';
import type { Arrival } from '../arrival.ts';
import type { Ended } from '../refusals/ended.ts';
import type { Reply } from '../reply.ts';
import type { Session } from '../sessions/session.ts';
import type { ClientLine } from './line.ts';

/** A message that came as a line on standard input. */
export class StdioArrival implements Arrival {
  readonly slug: string;
  readonly address = 'stdio';
  readonly hasHeaders = false;
  readonly all = undefined;
  readonly reply: Reply;
  readonly #bytes: Buffer;
  readonly #line: ClientLine;

  constructor(bytes: Buffer, line: ClientLine) {
    this.#bytes = bytes;
    this.#line = line;
    this.slug = line.plane.slug;
    this.reply = replyOn(line, bytes);
  }

  identify(snapshot: Snapshot): Grant | undefined {
    return this.#line.plane.grant(snapshot);
  }

  async read(cap: number): Promise<Buffer> {
    if (this.#bytes.length > cap) throw new Fault('too_large', `The message is longer than ${cap} bytes.`);
    return this.#bytes;
  }

  session(): Session | 'missing' {
    return this.#line.session ?? 'missing';
  }

  /** A pipe has no ids of sessions. */
  async restore(): Promise<undefined> {}

  /** A pipe has one session at most. */
  async endIdlest(): Promise<boolean> {
    return false;
  }

  adopt(session: Session): void {
    this.#line.session = session;
    // What the server says unasked has one place to go to.
    session.end.stream = { send: (bytes) => this.#line.write(bytes), close: () => {} };
  }

  header(): undefined {
    return undefined;
  }

  accepted(): void {}

  /** What waits on a pipe waits for the one client that there is. */
  onceTaken(done: () => void): void {
    done();
  }

  turnAway(_end: Ended, bytes: Buffer): void {
    this.#line.write(bytes);
  }
}

function replyOn(line: ClientLine, request: Buffer): Reply {
  let ended = false;
  let gone: (() => void) | undefined;
  const end = (): void => {
    ended = true;
    if (gone !== undefined) line.gone.delete(gone);
  };
  return {
    message: (bytes) => !ended && line.write(bytes),
    standsOpen: () => {},
    wait: () => {},
    end: (bytes, _status, sent) => {
      if (ended) return;
      end();
      line.write(joined(bytes));
      // What came in parts was copied for it.
      if (!Buffer.isBuffer(bytes)) sent?.();
    },
    close: end,
    onGone: (handler) => {
      gone = handler;
      line.gone.set(handler, request);
    },
  };
}
