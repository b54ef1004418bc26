import {
  type Catalog,
  type CatalogServer,
  type Recommendation,
  recommendForServer,
  recommendForTool,
  type Strength,
  strengths,
  type ToolView,
} from '../catalog/index.ts';

/** Policies kept; the proof of one for a large server takes a tenth of a second. */
const mostKept = 300;
/** Of larger servers a page proves the strength that was asked for alone. */
const smallServer = 12;

/** Recommended policies for pages, each proven once for each state of its server. */
export class RecommendedPolicies {
  readonly #catalog: Catalog;
  readonly #kept = new Map<string, Recommendation>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** In all strengths; none for a tool that no call can name. */
  forTool({ name, category, severity, flags, definition }: ToolView): readonly Recommendation[] {
    const tool = { name, category, severity, flags, inputSchema: definition.inputSchema };
    try {
      return strengths.map((strength) => recommendForTool(tool, strength));
    } catch {
      return [];
    }
  }

  /** In all strengths for a small server, in one for a large one. */
  forServer(server: CatalogServer, asked: Strength): readonly Recommendation[] {
    const wanted = server.tools <= smallServer ? strengths : [asked];
    return wanted.map((strength) => this.#one(server, strength));
  }

  #one(server: CatalogServer, strength: Strength): Recommendation {
    const state = server.list.map(({ category, severity }) => `${category}${severity}`).join();
    const key = `${strength}\n${server.slug}\n${server.lastSeen}\n${state}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const made = recommendForServer(this.#catalog.recommendable(server.slug), strength);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= mostKept && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, made);
    return made;
  }
}
