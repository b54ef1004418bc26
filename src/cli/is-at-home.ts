import { isIP } from 'node:net';
import { isPublicAddress } from '../kernel/index.ts';

/** Whether a URL says by itself, without a look-up of its name, that it leads to this machine or network. */
export function isAtHome(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && !isPublicAddress(host));
}
