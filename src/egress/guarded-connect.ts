import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { buildConnector } from 'undici';
import connector from 'undici/lib/core/connect.js';
import { isPublicAddress } from '../kernel/index.ts';

type Resolved = (error: Error | null, addresses: readonly LookupAddress[]) => void;

/** All addresses of a name. */
export type Resolve = (hostname: string, resolved: Resolved) => void;

/**
 * The destination is, or resolves to, an address that must not be dialled. Its message names no address; it is for
 * operators, and names their way out.
 */
export class AddressRefused extends Error {
  constructor() {
    super('the destination has an address that is not public, which has to be allowed for it (allowPrivate)');
    this.name = 'AddressRefused';
  }
}

/** As the system resolves names (hosts file included), every address, in the system's order. */
const systemResolve: Resolve = (hostname, resolved) =>
  lookup(hostname, { all: true, order: 'verbatim' }, (error, addresses) => resolved(error, addresses ?? []));

/** Where to, as undici's connector takes it, and what becomes of it. */
export type Dial = (target: buildConnector.Options, dialled: buildConnector.Callback, reader?: SocketReader) => void;

/** Is given what comes, in place of a socket's `data`. */
export interface SocketReader {
  /** @param bytes its own @returns whether to read on; otherwise when the socket is resumed */
  read(bytes: Buffer): boolean;
  /** Where what comes next is to be read into, if it is to be in a place of its own. It is kept as long as it can be written to. */
  room(): Buffer | undefined;
}

/** Into this the system reads, for all connections whose reader has no room of its own: what it read is copied out in the same turn. */
const arrivals = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Dials public addresses only.
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
}): Dial {
  const permitted = (address: string): boolean => options.allowPrivate || isPublicAddress(address);
  const common = {
    allowH2: false,
    rejectUnauthorized: true,
    timeout: options.connectMs,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    lookup: checkedLookup(options.resolve ?? systemResolve, permitted),
  };
  /** Of TLS, by which the next connection is quicker: each has a connector of its own, that could not know it. */
  let session: Buffer | undefined;
  return (target, dialled, reader) => {
    if (isIP(target.hostname) !== 0 && !permitted(target.hostname)) {
      dialled(new AddressRefused(), null);
      return;
    }
    const reading = reader === undefined ? {} : { onread: readInto(reader) };
    const dial = connector({ ...common, ...reading, session, maxCachedSessions: 0 } as buildConnector.BuildOptions);
    dial(target, dialled).on('session', (fresh: Buffer) => {
      session = fresh;
    });
  };
}

/**
 * Node's way past the stream that a socket is to its readers, with 64 KiB of memory for each thing that is read, and an event
 * and its turn: 2 µs a call, a sixteenth of what a proxy costs that does nothing else (ADR 0310).
 */
function readInto(reader: SocketReader): { buffer(): Buffer; callback(length: number, into: Buffer): boolean } {
  return {
    // Asked for after each read.
    buffer: () => reader.room() ?? arrivals,
    callback: (length, into) => {
      const bytes = into.subarray(0, length);
      return reader.read(into === arrivals ? Buffer.from(bytes) : bytes);
    },
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
