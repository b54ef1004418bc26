import type { ErrorCode, RefusalCode } from './codes.ts';

/**
 * Something went wrong that is no judgement. It has a public side (a stable code and a sentence that may be shown to
 * an agent: no secret, no path, no address of the inside) and an internal one (`cause`, for the log).
 */
export class Fault extends Error {
  readonly code: ErrorCode | RefusalCode;
  /** The JSON-RPC code, where the protocol wants another one than goes with {@link code}. */
  readonly rpc: number | undefined;

  constructor(code: ErrorCode | RefusalCode, publicMessage: string, cause?: unknown, rpc?: number) {
    super(publicMessage, cause === undefined ? undefined : { cause });
    this.name = 'Fault';
    this.code = code;
    this.rpc = rpc;
  }
}
