import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { buildConnector } from 'undici';
import connector from 'undici/lib/core/connect.js';
import { isPublicAddress } from '../kernel/index.ts';

type Resolved = (error: Error | null, addresses: readonly LookupAddress[]) => void;

/** All addresses of a name. */
export type Resolve = (hostname: string, resolved: Resolved) => void;

/** The destination is, or resolves to, an address that must not be dialled. Its message names no address. */
export class AddressRefused extends Error {
  constructor() {
    super('the destination has an address that is not public');
    this.name = 'AddressRefused';
  }
}

/** As the system resolves names (hosts file included), every address, in the system's order. */
const systemResolve: Resolve = (hostname, resolved) =>
  lookup(hostname, { all: true, order: 'verbatim' }, (error, addresses) => resolved(error, addresses ?? []));

/**
 * A connector for undici that dials public addresses only.
 *
 * A literal never reaches the resolver, so it is checked here, in the one spelling that the WHATWG parser leaves
 * (`0x7f.1`, `2130706433` and `①②⑦.0.0.1` are all `127.0.0.1` by now); a name is checked in the look-up whose result
 * the socket dials. One address that is not public among several refuses the name as a whole: which of them a socket
 * would try is chance.
 *
 * @param options.allowPrivate the operator's exception for this destination
 * @param options.connectMs for name, TCP and TLS together
 * @param options.ca certificates in PEM, in place of those that the system trusts
 * @param options.resolve for tests
 */
export function guardedConnect(options: {
  readonly allowPrivate: boolean;
  readonly connectMs: number;
  readonly ca?: string | undefined;
  readonly resolve?: Resolve | undefined;
}): buildConnector.connector {
  const permitted = (address: string): boolean => options.allowPrivate || isPublicAddress(address);
  const dial = connector({
    allowH2: false,
    rejectUnauthorized: true,
    timeout: options.connectMs,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    lookup: checkedLookup(options.resolve ?? systemResolve, permitted),
  } as buildConnector.BuildOptions);
  return (target, callback) => {
    if (isIP(target.hostname) !== 0 && !permitted(target.hostname)) {
      callback(new AddressRefused(), null);
      return;
    }
    dial(target, callback);
  };
}

function checkedLookup(resolve: Resolve, permitted: (address: string) => boolean): LookupFunction {
  const look = singleFlight(resolve);
  return (hostname, options, callback) => {
    look(hostname, (error, addresses) => {
      const [first] = addresses;
      if (error !== null) callback(error, '', 0);
      else if (first === undefined || !addresses.every(({ address }) => permitted(address))) {
        callback(new AddressRefused(), '', 0);
      } else if (options.all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}

/**
 * The system's resolver blocks a thread of the pool that file syncs share. Many connections to one name that does not
 * resolve must not take them all, so they wait for one question. Nothing is kept once it is answered.
 */
function singleFlight(resolve: Resolve): Resolve {
  const waiting = new Map<string, Resolved[]>();
  return (hostname, resolved) => {
    const underWay = waiting.get(hostname);
    if (underWay !== undefined) {
      underWay.push(resolved);
      return;
    }
    const all = [resolved];
    waiting.set(hostname, all);
    resolve(hostname, (error, addresses) => {
      waiting.delete(hostname);
      for (const each of all) each(error, addresses);
    });
  };
}
