/** Binds that mean every address of the machine. As the host of a URL, or in a `Host` header, they are none. */
const everyAddress: readonly string[] = ['0.0.0.0', '::', '0:0:0:0:0:0:0:0', ''];

/** Whether who listens there listens on every address of the machine. */
export const isEveryAddress = (host: string): boolean => everyAddress.includes(host);

/** An address or a name as it stands in a URL and in a `Host` header: IPv6 in brackets and without a zone, IPv4 as such. */
export function hostOfAddress(address: string): string {
  const unzoned = address.split('%', 1)[0] ?? address;
  const plain = unzoned.startsWith('::ffff:') && unzoned.includes('.') ? unzoned.slice(7) : unzoned;
  return plain.includes(':') ? `[${plain.toLowerCase()}]` : plain.toLowerCase();
}

/**
 * The host of a URL by which this machine reaches what listens on an address. Whoever listens on every address is reached
 * here as `localhost`; under which name others reach them only their operator knows (`publicUrl`).
 *
 * @param address what was bound: an address, a name, or every address
 */
export const urlHost = (address: string): string => (isEveryAddress(address) ? 'localhost' : hostOfAddress(address));
