import { Fault } from '../../kernel/index.ts';

/** The server has failed so often in a row that it is left alone for a while. */
export class CircuitOpen extends Fault {
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('upstream_unavailable', circuitSentence(retryAfterMs));
    this.name = 'CircuitOpen';
    this.retryAfterMs = retryAfterMs;
  }
}

export function circuitSentence(retryAfterMs: number): string {
  return `The server cannot be reached at present; try again in ${Math.ceil(retryAfterMs / 1000)} s.`;
}
