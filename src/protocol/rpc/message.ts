import type { Span } from '../json/span.ts';

/**
 * A JSON-RPC id. It goes back to its sender to the byte (`text`, the JSON lexeme as it came) and is looked up by `key`,
 * in which the number 1 and the string "1" differ (`n:1`, `s:1`) and spellings of one value do not.
 */
export interface RpcId {
  readonly text: string;
  readonly key: string;
}

/**
 * The members of one JSON object of a message: key (unescaped) → span of its value in `Message.bytes`.
 * A `Map`, since the keys come from outside.
 */
export type Members = ReadonlyMap<string, Span>;

interface Base {
  /** The whole message as received. Spans point into it; it is never changed. */
  readonly bytes: Buffer;
  /** The same as text, where they are few and all ASCII. What is cut out of it must not outlive the message. */
  readonly ascii?: string | undefined;
}

export interface RequestMessage extends Base {
  readonly kind: 'request';
  readonly id: RpcId;
  readonly method: string;
  /** Where the long strings of it stand: see `Scan`. */
  readonly longStrings: readonly Span[];
  /** Members of `params`; empty when `params` is absent. */
  readonly params: Members;
  /** Members of `params._meta`; empty when absent. */
  readonly meta: Members;
}

export interface NotificationMessage extends Base {
  readonly kind: 'notification';
  readonly method: string;
  readonly params: Members;
  readonly meta: Members;
}

export interface ResultMessage extends Base {
  readonly kind: 'result';
  readonly id: RpcId;
  readonly result: Span;
  /** Members of `result`; spans as everywhere. */
  readonly members: Members;
  /** Members of `result._meta`; empty when absent. */
  readonly meta: Members;
}

export interface ErrorMessage extends Base {
  readonly kind: 'error';
  /** `undefined` for `"id": null`: the other side could not read the id. */
  readonly id: RpcId | undefined;
  readonly error: Span;
  /** The error's code, an integer. */
  readonly code: number;
}

export type Message = RequestMessage | NotificationMessage | ResultMessage | ErrorMessage;

/** A text that is no message. Nothing of it may be forwarded. */
export interface Unreadable {
  readonly kind: 'unreadable';
  /** -32700 when it is no JSON that we accept, -32600 when it is JSON but no message. */
  readonly rpc: -32700 | -32600;
  readonly code: 'bad_request' | 'too_large';
  /** One sentence that quotes nothing of the text but key names. */
  readonly message: string;
  /** Byte offset of the first offence. */
  readonly offset: number;
  /** The id, where the text was sound JSON with a valid `id` (so that the error can be addressed). */
  readonly id: RpcId | undefined;
}
