import { wrongField } from '../input-fault.ts';

/** Where a server is, with what may be secret taken apart from what may be shown. */
export interface ServerAddress {
  /** Origin and path. */
  readonly url: string;
  readonly origin: string;
  /** With its question mark; `undefined` where there is none. It may hold a key, so it is kept as a credential. */
  readonly query: string | undefined;
}

/**
 * @throws InputFault for anything but an http or https URL without user name, password and fragment; no message quotes
 *   the URL
 */
export function serverAddress(text: string): ServerAddress {
  const url = URL.parse(text);
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.password !== '' ||
    text.includes('#')
  ) {
    throw wrongField('url', 'must be an http or https URL without user name, password and fragment');
  }
  return { url: `${url.origin}${url.pathname}`, origin: url.origin, query: url.search === '' ? undefined : url.search };
}
