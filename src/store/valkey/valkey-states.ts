import type { Link } from './link.ts';

/**
 * Which request states may still be used, for all gateways: a state is on the list from when it is made until it is used,
 * by whichever gateway. A server that has forgotten its list lets none of them be used.
 */
export function valkeyStates(link: Link, prefix: string) {
  return {
    async issue(nonce: string, expiry: number, now: number): Promise<void> {
      await link.call('SET', `${prefix}state:${nonce}`, 1, 'PX', Math.max(1, expiry - now));
    },
    async spend(nonce: string): Promise<boolean> {
      return (await link.call('DEL', `${prefix}state:${nonce}`)) === 1;
    },
  };
}
