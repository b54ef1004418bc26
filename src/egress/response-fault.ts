/** Why there is no response, or no whole one. */
export class ResponseFault extends Error {
  /**
   * `malformed`: what came is no HTTP/1 that can be read in one way only. `broken`: the connection ended.
   * `first_byte_timeout`, `idle_timeout`: the head, or the next piece of the body, did not come in time.
   */
  readonly code: 'malformed' | 'broken' | 'first_byte_timeout' | 'idle_timeout';

  constructor(code: ResponseFault['code'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ResponseFault';
    this.code = code;
  }
}
