import type { Readable, Writable } from 'node:stream';
import type { Grant, Snapshot } from '../../snapshot/index.ts';
import type { Session } from '../sessions/session.ts';

/** One client over standard input and output. */
export interface StdioPlane {
  readonly input: Readable;
  readonly output: Writable;
  /** The one server behind it. */
  readonly slug: string;
  /** The process that started us is the one caller: whoever can write to our standard input is the grant. */
  grant(snapshot: Snapshot): Grant | undefined;
  /** Most bytes of a line. */
  readonly mostBytes: number;
}

/** What the arrivals of one client share. */
export interface ClientLine {
  readonly plane: StdioPlane;
  session: Session | undefined;
  write(bytes: Buffer): boolean;
  /** What is to be done for a request that waits for its answer, once its client does not → the request's line. */
  readonly gone: Map<() => void, Buffer>;
}
