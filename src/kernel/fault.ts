import type { ErrorCode, RefusalCode } from './codes.ts';

/**
 * Something went wrong that is no judgement. It has a public side (a stable code and a sentence that may be shown to
 * an agent: no secret, no path, no address of the inside) and an internal one (`cause`, for the log).
 */
export class Fault extends Error {
  readonly code: ErrorCode | RefusalCode;

  constructor(code: ErrorCode | RefusalCode, publicMessage: string, cause?: unknown) {
    super(publicMessage, cause === undefined ? undefined : { cause });
    this.name = 'Fault';
    this.code = code;
  }
}
