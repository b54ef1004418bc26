import { barredBy } from '../../identity/index.ts';
import { assertNever } from '../../kernel/index.ts';
import type { Grant } from '../../snapshot/index.ts';
import { type Ended, ended } from './ended.ts';

/**
 * Whether somebody who shows a good token is turned away all the same: the grant is over, or may not be used from
 * there. It goes on the record under the grant: a token that is tried from elsewhere may have been stolen.
 *
 * @param now ms since the epoch
 */
export function barredFrom({ terms }: Grant, address: string, now: number): Ended | undefined {
  const barred = terms === undefined ? undefined : barredBy(terms, now, address);
  switch (barred) {
    case undefined:
      return undefined;
    case 'expired':
      return expired;
    case 'address':
      return elsewhere;
    default:
      return assertNever(barred);
  }
}

const expired = ended('refused', 'unauthenticated', { message: 'This grant has expired.' });
const elsewhere = ended('refused', 'forbidden', { message: 'This grant may not be used from this address.' });
