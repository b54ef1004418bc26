import { digestOf } from '../../../accounts/index.ts';
import { SealError } from '../../../seal/index.ts';
import type { PrepareContext, VerbContext } from '../../define-verb.ts';

/** So long a browser is known after a sign-in, in ms. */
export const deviceMs = 90 * 24 * 60 * 60_000;

/**
 * What a browser keeps of having signed in as somebody: that it has, sealed, and nothing that opens anything. Whoever brings it
 * has attempts of their own, so that strangers who try an account again and again keep nobody from it who was there before.
 */
export function newDevice({ seal, ids, now }: Pick<VerbContext, 'seal' | 'ids' | 'now'>, email: string): string {
  return seal.seal('device', JSON.stringify([ids.id(), now]), contextOf(email));
}

/**
 * What the attempts of such a browser are counted under.
 *
 * @param device as it was sent; anything else, another account's or an old one is none
 */
export function deviceSubject(
  { seal, now }: Pick<PrepareContext, 'seal' | 'now'>,
  email: string,
  device: string,
): string | undefined {
  if (device === '') return undefined;
  try {
    const [id, since] = JSON.parse(seal.open('device', device, contextOf(email)).toString()) as [string, number];
    return now < since + deviceMs ? `device:${id}` : undefined;
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}

function contextOf(email: string): string {
  return JSON.stringify(['device', digestOf(email)]);
}
