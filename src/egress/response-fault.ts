/** Why there is no response, or no whole one. */
export class ResponseFault extends Error {
  /**
   * `malformed`: what came is no HTTP/1 that can be read in one way only. `broken`: the connection ended.
   * `first_byte_timeout`, `idle_timeout`: the head, or the next piece of the body, did not come in time.
   * `unhandled`: a fault of the gateway's own while it took in what came; its `cause` says which.
   */
  readonly code: 'malformed' | 'broken' | 'first_byte_timeout' | 'idle_timeout' | 'unhandled';

  constructor(code: ResponseFault['code'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ResponseFault';
    this.code = code;
  }
}
