import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.process>;

/**
 * Whose word on a client's address counts. Without any, the socket's address is the client's, whatever headers say.
 * Only `X-Forwarded-For` is read: no header of a request ever changes the host, the scheme or the origin that the
 * front door checks.
 */
export class TrustedProxies {
  readonly #ranges: [Address, number][] = [];

  /**
   * @param entries addresses or CIDR ranges
   * @throws Error naming the entry that is neither
   */
  constructor(entries: Iterable<string>) {
    for (const entry of entries) this.#ranges.push(range(entry));
  }

  get none(): boolean {
    return this.#ranges.length === 0;
  }

  trusts(address: string): boolean {
    const parsed = parse(address);
    return parsed !== undefined && this.#inRange(parsed);
  }

  /**
   * Right to left: every hop that is one of ours speaks for the one before it; the first that is not is the client.
   * At something that is no address the walk ends: the last hop that could be read counts.
   *
   * @param socketAddress who is connected
   * @param forwarded the values of `X-Forwarded-For`, in the order in which they came
   */
  clientAddress(socketAddress: string, forwarded: readonly string[]): string {
    let client = plain(socketAddress);
    if (this.none) return client;
    const hops = forwarded.join(',').split(',');
    for (let i = hops.length - 1; i >= 0 && this.trusts(client); i--) {
      const hop = parse((hops[i] ?? '').trim());
      if (hop === undefined) break;
      client = hop.toString();
    }
    return client;
  }

  #inRange(address: Address): boolean {
    return this.#ranges.some(([base, bits]) => base.kind() === address.kind() && address.match([base, bits]));
  }
}

/** An address as clients and logs write it: IPv4 that arrived on an IPv6 socket as IPv4. */
function plain(address: string): string {
  return address.startsWith('::ffff:') ? (parse(address)?.toString() ?? address) : address;
}

/** Four-part decimal or IPv6 only: ipaddr.js would also read `0x7f.1` as an address. */
function parse(text: string): Address | undefined {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return undefined;
  return ipaddr.process(text);
}

function range(entry: string): [Address, number] {
  const [base, bits, ...rest] = entry.split('/');
  const address = parse(base ?? '');
  const most = address?.kind() === 'ipv4' ? 32 : 128;
  if (address === undefined || rest.length > 0 || (bits !== undefined && !/^[0-9]{1,3}$/.test(bits))) {
    throw new Error(`"${entry}" is neither an address nor a CIDR range`);
  }
  const length = bits === undefined ? most : Number(bits);
  if (length > most) throw new Error(`"${entry}" is neither an address nor a CIDR range`);
  return [address, length];
}
