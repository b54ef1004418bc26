import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { isPublicAddress } from '../kernel/index.ts';
import { within } from './deadline.ts';
import type { ToolContext } from './tool.ts';
import { ToolError } from './tool-error.ts';

/** Where a call goes: the address that was checked is the address that is dialled, so no second look-up can differ. */
export interface ProbeTarget {
  /** As the caller wrote it, without the brackets of an IPv6 literal. */
  readonly host: string;
  readonly address: string;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Whether a diagnostic may touch an address: public and loopback ones always, the rest when the operator said so.
 *
 * @param address an IP address in textual form
 */
export function mayReach(address: string, allowPrivate: boolean): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return allowPrivate || loopback.check(address, family === 4 ? 'ipv4' : 'ipv6') || isPublicAddress(address);
}

/**
 * Resolves a host and checks what came back. One forbidden address among several refuses the name: which of them a
 * later connection would use is not ours to guess.
 *
 * @param host a name or an IP literal (IPv6 with or without brackets)
 * @param deadline ends the waiting; the system's resolver itself cannot be cancelled
 * @throws ToolError when the name does not resolve or leads where it must not
 */
export async function resolveTarget(host: string, context: ToolContext, deadline: AbortSignal): Promise<ProbeTarget> {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  const addresses = isIP(bare) === 0 ? await resolve(bare, deadline) : [bare];
  const forbidden = addresses.find((address) => !mayReach(address, context.allowPrivate));
  if (forbidden !== undefined) {
    throw new ToolError(
      `${host} is at ${forbidden}, which is neither a public nor a loopback address; ` +
        'the operator can permit it with --allow-private',
    );
  }
  const [address] = addresses;
  if (address === undefined) throw new ToolError(`${host} has no address`);
  return { host: bare, address };
}

async function resolve(name: string, deadline: AbortSignal): Promise<string[]> {
  if (!/^[A-Za-z0-9._-]{1,253}$/.test(name)) throw new ToolError(`"${name}" is not a host name`);
  const found = await within(deadline, lookup(name, { all: true, order: 'ipv4first' }));
  return found.map((entry) => entry.address);
}
