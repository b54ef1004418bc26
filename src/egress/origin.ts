import type { ByteParts } from '../kernel/index.ts';
import type { ResponseHeaders } from './response-head.ts';

export interface OriginRequest {
  readonly method: 'POST' | 'GET' | 'DELETE' | 'HEAD';
  /** Path and query, as they stand in a URL. */
  readonly path: string;
  /** Names and values in turn, besides those of the transport (`host`, `connection`, `content-length`). */
  readonly headers?: readonly string[];
  readonly body?: ByteParts;
  /** Longest wait for the head of the response, in ms, 0 for ever; the origin's when absent. */
  readonly firstByteMs?: number;
  /** Longest silence within the response in ms, 0 for ever; the origin's when absent. */
  readonly idleMs?: number;
}

/** A request that has begun to be written. */
export interface Controller {
  /** Ends it with its connection; the handler hears nothing more. A request that has ended cannot be ended again. */
  abort(): void;
}

/**
 * What a request hears: `onRequestStart` when it is about to be written, then a head, pieces and the end, or an error in
 * place of what is missing. Nothing is heard before `dispatch` has returned.
 */
export interface ResponseHandler {
  onRequestStart(controller: Controller): void;
  onResponseStart(status: number, headers: ResponseHeaders): void;
  /** @returns when it has been taken, where that is not at once: until then nothing more is read */
  onResponseData(chunk: Buffer): void | Promise<void>;
  onResponseEnd(): void | Promise<void>;
  /** Where the next bytes of a body of announced length are best read into: what is given next is then part of that. */
  room?(): Buffer | undefined;
  /** `AddressRefused`, `ResponseFault`, or what the dial came to. */
  onResponseError(error: Error): void;
}

/** The way to one origin. */
export interface Origin {
  dispatch(request: OriginRequest, handler: ResponseHandler): void;
  /** Closes every connection; what is under way ends with an error. */
  destroy(): Promise<void>;
}
