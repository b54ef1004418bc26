import { hostOf } from '../policy/index.ts';

const scheme = /^https?:\/\//i;

/** User information, of which every reader sees the same end. */
const userInfo = /^([a-z]+:\/\/)[^/?#\\@\s\p{Cc}]*@/iu;

/**
 * Where a link leads that a server wants its user to open, as it is shown beside the server's own words.
 *
 * @returns `undefined` for what opens no page (`javascript:`, `file:`), and for what two readers could take to different
 *   places: the user's browser need not read it as we do
 */
export function linkHost(url: string): string | undefined {
  if (!scheme.test(url) || hostOf(url.replace(userInfo, '$1')) === undefined) return undefined;
  return new URL(url).host;
}
