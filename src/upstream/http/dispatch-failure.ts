import { AddressRefused } from '../../egress/index.ts';
import { invalid, lostInHere, timedOut, unavailable } from '../failures.ts';
import type { UpstreamFailure } from '../upstream.ts';

/** @param sent whether the request had begun to be written */
export function dispatchFailure(error: Error, sent: boolean): UpstreamFailure {
  if (error instanceof AddressRefused) {
    // What would allow it is the operators' to know: they read the cause.
    return unavailable('The server could not be reached: its address is private or special.', false, error);
  }
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return timedOut('The server could not be reached in time.', sent, error);
    case 'first_byte_timeout':
      return timedOut('The server did not answer in time.', sent, error);
    case 'idle_timeout':
      return timedOut('The server stopped in the middle of its answer.', sent, error);
    case 'malformed':
      return invalid('does not speak HTTP correctly', error);
    case 'unhandled':
      return lostInHere(error);
    default:
      return sent
        ? unavailable('The connection to the server broke.', true, error)
        : unavailable('The server could not be reached.', false, error);
  }
}
