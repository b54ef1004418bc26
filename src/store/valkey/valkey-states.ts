import type { SpentStates } from '../../gateway/index.ts';
import type { Link } from './link.ts';

/**
 * Which request states may still be used, for all gateways: a state is on the list from when it is made until it is used,
 * by whichever gateway. A server that has forgotten its list lets none of them be used.
 */
export function valkeyStates(link: Link, prefix: string): SpentStates {
  return {
    issued: (nonce, expiry, now) => {
      // A state that is not on the list is of no use: the client is asked anew.
      link.call('SET', `${prefix}state:${nonce}`, 1, 'PX', Math.max(1, expiry - now)).catch(() => undefined);
    },
    async spend(nonce) {
      return (await link.call('DEL', `${prefix}state:${nonce}`)) === 1;
    },
  };
}
