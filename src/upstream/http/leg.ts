import type { Controller, Origin, ResponseHandler, ResponseHeaders } from '../../egress/index.ts';
import type { ByteParts } from '../../kernel/index.ts';
import type { UpstreamFailure } from '../upstream.ts';
import { dispatchFailure } from './dispatch-failure.ts';
import { type PromisedBody, readHead } from './response-head.ts';

export interface LegRequest {
  readonly method: 'POST' | 'GET' | 'DELETE';
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body?: ByteParts;
  /** Whether the headers bear a session id. */
  readonly inSession: boolean;
  /** Longest wait for the head of the response, in ms; the origin's when absent. */
  readonly firstByteMs?: number;
  /** Longest silence within the response in ms, 0 for none; the origin's when absent. */
  readonly idleMs?: number;
}

/** What one request and its response come to. After `ended` or `failed` nothing follows. */
export interface LegListener {
  /** The head of the response is acceptable: `json`, `events`, `accepted` or `gone`. */
  head(head: Exclude<PromisedBody, { kind: 'failure' }>, headers: ResponseHeaders): void;
  /** A piece of the body of `json` or `events`. */
  data(chunk: Buffer): void | Promise<void>;
  ended(): void | Promise<void>;
  /** As that of a {@link ResponseHandler}. */
  room?(): Buffer | undefined;
  failed(failure: UpstreamFailure): void;
}

/** So much of a body that nobody wants is let pass, to keep the connection. */
const ignoredBytes = 4096;

/** One HTTP request to an upstream, and its response as far as it is wanted. */
export class Leg implements ResponseHandler {
  readonly #inSession: boolean;
  readonly #listener: LegListener;
  /** Let go of when it is over: whoever keeps this keeps no connection. */
  #controller: Controller | undefined;
  #wantsBody = false;
  #ignored = 0;
  #over = false;
  #sent = false;

  /** Sends the request. The listener is never called before the constructor has returned. */
  constructor(origin: Origin, request: LegRequest, listener: LegListener) {
    this.#inSession = request.inSession;
    this.#listener = listener;
    origin.dispatch(request, this);
  }

  /** Whether the request had begun to be written: from here on the server may have read all of it. */
  get sent(): boolean {
    return this.#sent;
  }

  /** Breaks off; the listener hears nothing more. A request that still waits for its connection is never written. */
  abort(): void {
    this.#over = true;
    this.#controller?.abort();
    this.#controller = undefined;
  }

  onRequestStart(controller: Controller): void {
    if (this.#over) {
      controller.abort();
      return;
    }
    this.#controller = controller;
    this.#sent = true;
  }

  onResponseStart(status: number, headers: ResponseHeaders): void {
    if (this.#over) return;
    const head = readHead(status, headers, this.#inSession);
    if (head.kind === 'failure') {
      this.#fail(head.failure);
      return;
    }
    this.#wantsBody = head.kind === 'json' || head.kind === 'events';
    this.#listener.head(head, headers);
  }

  room(): Buffer | undefined {
    return this.#over || !this.#wantsBody ? undefined : this.#listener.room?.();
  }

  onResponseData(chunk: Buffer): void | Promise<void> {
    if (this.#over) return;
    if (this.#wantsBody) return this.#listener.data(chunk);
    this.#ignored += chunk.length;
    if (this.#ignored <= ignoredBytes) return;
    this.abort();
    return this.#listener.ended();
  }

  onResponseEnd(): void | Promise<void> {
    if (this.#over) return;
    // Only then: a listener that throws is still told of it.
    const over = (): void => {
      this.#over = true;
      this.#controller = undefined;
    };
    const ending = this.#listener.ended();
    if (ending !== undefined) return ending.then(over);
    over();
  }

  onResponseError(error: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#controller = undefined;
    this.#listener.failed(dispatchFailure(error, this.#sent));
  }

  #fail(failure: UpstreamFailure): void {
    this.abort();
    this.#listener.failed(failure);
  }
}
