import { hasCatalog, openCatalog } from '../catalog/index.ts';
import { type ConfiguredServer, type KnownTools, packageOf } from '../clients/index.ts';

/** Looks servers up in the catalogue of a data folder; closes with it. */
export interface CatalogueTools extends Disposable {
  /** The tools of the server that the entry names, as the catalogue has them. */
  find(server: ConfiguredServer): KnownTools | undefined;
}

const mostCandidates = 20;

/** The catalogue as a source of tools; one that finds nothing where there is no catalogue. */
export function catalogueTools(dataFolder: string): CatalogueTools {
  if (!hasCatalog(dataFolder)) return { find: () => undefined, [Symbol.dispose]: () => {} };
  const catalog = openCatalog(dataFolder);
  /** Servers that say themselves that this package, or this address, is theirs. */
  const slugsOf = (name: string): readonly string[] => {
    const found = catalog.search({ text: name, facets: {}, offset: 0, limit: mostCandidates });
    const candidates = new Set([
      ...catalog.serversNamed(name),
      ...found.servers.map(({ slug }) => slug),
      ...found.tools.map(({ server }) => server.slug),
    ]);
    return [...candidates].filter((slug) => {
      const view = catalog.server(slug);
      return view !== undefined && (view.name === name || view.packages.some((one) => one.name === name));
    });
  };
  return {
    find: (server) => {
      const name = nameOf(server);
      if (name === undefined) return undefined;
      for (const slug of slugsOf(name)) {
        const definitions = catalog.definitions(slug).map(({ definition }) => definition);
        if (definitions.length > 0) return { from: 'catalogue', definitions };
      }
      return undefined;
    },
    [Symbol.dispose]: () => catalog.close(),
  };
}

/** What the catalogue may know the server by: its package, or the address without what could be a secret. */
function nameOf({ command, url }: ConfiguredServer): string | undefined {
  if (url === undefined) return packageOf(command.map(({ value }) => value))?.name;
  if (!URL.canParse(url.value)) return undefined;
  const { origin, pathname } = new URL(url.value);
  return `${origin}${pathname}`;
}
