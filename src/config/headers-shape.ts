import { mapOf } from './collections.ts';
import { textLike } from './scalars.ts';

/** A field name of HTTP (RFC 9110, section 5.1). */
export const headerName = { form: /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, expected: 'the name of a header' };

/** Headers of HTTP by name, as they are sent. Values are secret. */
export const headersShape = mapOf(
  () => textLike('visible ASCII characters', /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/),
  headerName,
);
