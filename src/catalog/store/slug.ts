import { createHash } from 'node:crypto';

const longest = 80;

/** A name as a piece of a URL: lower case letters and digits with single hyphens between; never empty. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-|-$/g, '');
  return plain === '' ? `server-${shortHash(name)}` : plain;
}

/** A place in the catalogue's URLs as a gateway takes it for a server's slug: shorter, and never the catalogue's own. */
export function gatewaySlug(slug: string): string {
  const short = slug.slice(0, 31).replace(/-$/, '');
  return short === 'catalog' ? 'catalog-server' : short;
}

/** How a tool is named in a URL: by its name where that is plain, else by a digest of it. */
export function toolSlug(name: string): string {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(name) ? name : `~${shortHash(name)}`;
}

/** Eight hexadecimal digits that differ for names that look the same. */
export function shortHash(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 8);
}
