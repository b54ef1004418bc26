import { type Ended, ended } from './ended.ts';

/** How somebody is turned away of whom nobody knows who he is. */
export interface Unidentified {
  readonly end: Ended;
  /** The value of `WWW-Authenticate` (RFC 6750, section 3). */
  readonly challenge: string;
}

/**
 * Who sends nothing is told what to send; who sends something, that it is not good. The two are mended at different places,
 * and neither says whether a token ever existed.
 *
 * @param authorization the value of the `Authorization` header, if there is one
 */
export function unidentified(authorization: string | undefined): Unidentified {
  return authorization === undefined ? nothingSent : notKnown;
}

const nothingSent: Unidentified = {
  end: ended('refused', 'unauthenticated', {
    message: 'A grant token is required: send it as Authorization: Bearer <token>.',
  }),
  challenge: 'Bearer realm="toolgate"',
};

const notKnown: Unidentified = {
  end: ended('refused', 'unauthenticated', { message: 'This token is not known, or no longer.' }),
  challenge: 'Bearer realm="toolgate", error="invalid_token"',
};
