/**
 * The first thing in a text that makes it unacceptable. Thrown inside the scanner and caught in `scan`, which returns
 * it as a value: no other room sees a throw. It is no `Error`, since a stack trace would cost more than the scan.
 */
export class Offence {
  readonly kind = 'offence';
  /** `too_large`: over a cap of `JsonCaps`; `bad_request`: anything else. */
  readonly code: 'bad_request' | 'too_large';
  /** One sentence; of the text it quotes nothing but key names. */
  readonly message: string;
  /** Where, in bytes from the start of the text. */
  readonly offset: number;

  constructor(message: string, offset: number, code: 'bad_request' | 'too_large' = 'bad_request') {
    this.message = message;
    this.offset = offset;
    this.code = code;
  }
}
