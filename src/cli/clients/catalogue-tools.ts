import { Catalog, hasCatalog, type RecommendedTool, type ServerRecord, starterRecords } from '../../catalog/index.ts';
import { type ConfiguredServer, type KnownTools, packageOf } from '../../clients/index.ts';

type CatalogueKnown = Extract<KnownTools, { from: 'catalogue' }>;

/** Looks servers up in a catalogue; closes with it. */
export interface CatalogueTools extends Disposable {
  /** The tools of the server that the entry names, as the catalogue has them. */
  find(server: ConfiguredServer): CatalogueKnown | undefined;
}

const mostCandidates = 20;

/** The catalogue of a data folder as a source of tools, or what ships with Toolgate where there is none. */
export function catalogueTools(dataFolder: string): CatalogueTools {
  const catalog = hasCatalog(dataFolder) ? Catalog.open(dataFolder) : undefined;
  const lookUp = catalog === undefined ? inStarter() : inCatalog(catalog);
  return {
    find: (server) => {
      for (const name of namesOf(server)) {
        const found = lookUp(name);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    [Symbol.dispose]: () => catalog?.close(),
  };
}

type LookUp = (name: string) => CatalogueKnown | undefined;

/** Servers that are called so, or say themselves that this package, or this address, is theirs. */
function inCatalog(catalog: Catalog): LookUp {
  return (name) => {
    const found = catalog.search({ text: name, facets: {}, offset: 0, limit: mostCandidates });
    const slugs = new Set([
      ...catalog.serversNamed(name),
      ...found.servers.map(({ slug }) => slug),
      ...found.tools.map(({ server }) => server.slug),
    ]);
    for (const slug of slugs) {
      const view = catalog.server(slug);
      const isIt = view !== undefined && (view.name === name || view.packages.some((one) => one.name === name));
      const tools = isIt ? catalog.recommendable(slug) : [];
      if (tools.length > 0) return { from: 'catalogue', tools };
    }
    return undefined;
  };
}

function inStarter(): LookUp {
  let byName: Map<string, ServerRecord> | undefined;
  return (name) => {
    byName ??= new Map(
      starterRecords().flatMap((record): [string, ServerRecord][] => [
        [record.name, record],
        ...(record.packages ?? []).map((one): [string, ServerRecord] => [one.name, record]),
      ]),
    );
    const tools = byName.get(name)?.tools ?? [];
    if (tools.length === 0) return undefined;
    return {
      from: 'catalogue',
      tools: tools.map(({ name: tool, definition, given }) => ({
        name: tool,
        inputSchema: definition.inputSchema,
        ...(given !== undefined && classOf(given)),
      })),
    };
  };
}

function classOf({ category, severity, flags }: Omit<RecommendedTool, 'name'>): Omit<RecommendedTool, 'name'> {
  return { category, severity, flags };
}

/** What the catalogue may know the server by: its package, or the address without what could be a secret. */
function namesOf({ command, url }: ConfiguredServer): string[] {
  if (url === undefined) {
    const found = packageOf(command.map(({ value }) => value));
    if (found === undefined) return [];
    // Of an image the registry in front is no part of the name.
    return found.registry === 'container' ? [found.name, found.name.replace(/^[^/]*[.:][^/]*\//, '')] : [found.name];
  }
  if (!URL.canParse(url.value)) return [];
  const { origin, pathname } = new URL(url.value);
  return [`${origin}${pathname}`];
}
