import type { ServerResponse } from 'node:http';
import { Fault } from '../kernel/index.ts';
import type { DirectRequest } from './direct-request.ts';
import type { Exchange } from './exchange.ts';
import { readBody } from './read-body.ts';

/** The exchange that handlers see: Node's request and response, after every check. */
export class Incoming implements Exchange {
  readonly method: Exchange['method'];
  readonly path: string;
  readonly query: string;
  readonly params: ReadonlyMap<string, string>;
  readonly address: string;
  readonly response: ServerResponse;
  readonly #request: DirectRequest;
  readonly #expectsContinue: boolean;
  #bodyTaken = false;

  constructor(
    request: DirectRequest,
    response: ServerResponse,
    method: Exchange['method'],
    path: string,
    query: string,
    params: ReadonlyMap<string, string>,
    address: string,
    expectsContinue: boolean,
  ) {
    this.#request = request;
    this.response = response;
    this.method = method;
    this.path = path;
    this.query = query;
    this.params = params;
    this.address = address;
    this.#expectsContinue = expectsContinue;
  }

  header(name: string): string | undefined {
    // What is inherited is a function, never a string.
    const value = this.#request.headers[name];
    return typeof value === 'string' ? value : undefined;
  }

  body(cap: number): Promise<Buffer> {
    if (this.#bodyTaken) return Promise.reject(new Fault('bad_request', 'the body was read before'));
    this.#bodyTaken = true;
    return readBody(this.#request, this.header('content-length'), cap, this.response, this.#expectsContinue);
  }

  onAbort(handler: () => void): void {
    const { response } = this;
    response.once('close', () => {
      if (!response.writableFinished) handler();
    });
  }
}
