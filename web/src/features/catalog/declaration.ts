import type { CatalogServer } from './catalog-shape.ts';

const runners: ReadonlyMap<string, readonly string[]> = new Map([
  ['npm', ['npx', '-y']],
  ['pypi', ['uvx']],
  ['oci', ['docker', 'run', '-i', '--rm']],
  ['docker', ['docker', 'run', '-i', '--rm']],
]);

/** A place in the catalogue’s URLs as a gateway takes it for a server’s slug: shorter, and never the catalogue’s own. */
function asSlug(place: string): string {
  const short = place.slice(0, 31).replace(/-$/, '');
  return short === 'catalog' ? 'catalog-server' : short;
}

/**
 * The entry of `toolgate.yaml` that would start this server, for a person to read and to copy; `undefined` where no
 * package of it is known. Every word is quoted: a name is never more than one argument.
 */
export function declarationOf({ slug, packages }: Pick<CatalogServer, 'slug' | 'packages'>): string | undefined {
  for (const { registry, name, version } of packages) {
    const runner = runners.get(registry);
    if (runner === undefined) continue;
    const exact =
      version === undefined ? name : registry === 'npm' || registry === 'pypi' ? `${name}@${version}` : name;
    const words = [...runner, exact].map((word) => (/^[a-z-]+$/.test(word) ? word : JSON.stringify(word)));
    return `servers:\n  ${asSlug(slug)}: { command: [${words.join(', ')}] }`;
  }
  return undefined;
}
