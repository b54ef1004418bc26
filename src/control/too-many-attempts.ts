import { Fault } from '../kernel/index.ts';

/** Too many sign-ins failed; the next one must wait. */
export class TooManyAttempts extends Fault {
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('too_many_attempts', `too many attempts failed; try again in ${Math.ceil(retryAfterMs / 1000)} s`);
    this.name = 'TooManyAttempts';
    this.retryAfterMs = retryAfterMs;
  }
}
