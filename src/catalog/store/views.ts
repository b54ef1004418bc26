import type { Finding } from '../../definitions/index.ts';
import type { JsonObject } from '../../protocol/index.ts';
import type { Category } from '../classify/category.ts';
import type { Classification } from '../classify/classify.ts';
import type { Flag } from '../classify/flags.ts';
import type { Severity } from '../classify/severity.ts';
import type { FacetCounts } from './facets.ts';
import type { Override, Package, Provenance } from './record.ts';

/** A tool in a list. */
export interface ToolLine {
  readonly name: string;
  /** Its place in URLs, below its server's. */
  readonly slug: string;
  readonly server: { readonly name: string; readonly slug: string; readonly title: string | undefined };
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: number;
  readonly unclassified: boolean;
  readonly flags: readonly Flag[];
  /** Category and severity are an operator's word. */
  readonly overridden: boolean;
  readonly source: string;
}

/** A server in a list. */
export interface ServerLine {
  readonly name: string;
  readonly slug: string;
  readonly title: string | undefined;
  readonly summary: string | undefined;
  readonly tools: number;
  readonly severities: Readonly<Record<Severity, number>>;
}

/** All that is known of a server. */
export interface CatalogServer extends ServerLine {
  readonly version: string | undefined;
  readonly homepage: string | undefined;
  readonly repository: string | undefined;
  readonly subfolder: string;
  readonly packages: readonly Package[];
  readonly note: string | undefined;
  readonly status: string;
  /** Bytes of the definitions in its list. */
  readonly bytes: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly origins: readonly Provenance[];
  /** What it lists, by name. */
  readonly list: readonly ToolLine[];
  /** The latest changes of definitions, the newest first. */
  readonly changes: readonly Change[];
}

/** When a definition of a tool was first seen. */
export interface Change {
  readonly tool: string;
  readonly slug: string;
  readonly hash: string;
  readonly version: string | undefined;
  readonly source: string;
  readonly firstSeen: number;
  readonly lastSeen: number;
}

/** All that is known of a tool. */
export interface ToolView extends ToolLine {
  readonly definition: JsonObject;
  /** SHA-256 of the RFC 8785 form of the definition. */
  readonly hash: string;
  /** What the classifier says, whatever an operator says. */
  readonly judged: Classification;
  /** Made with the whole definition in view, of which only facts are kept. */
  readonly judgedWhole: boolean;
  readonly override: Override | undefined;
  readonly findings: readonly Finding[];
  readonly origin: Provenance;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** When it was gone from its server's list. */
  readonly removedAt: number | undefined;
  readonly history: readonly Change[];
}

/** What a search found. */
export interface SearchResult {
  readonly servers: readonly ServerLine[];
  readonly tools: readonly ToolLine[];
  /** Of the tools that were counted: all, or the first ones where there are very many. */
  readonly counts: FacetCounts;
  readonly total: number;
  /** There are at least `total`. */
  readonly more: boolean;
  /** The whole search as it was taken, where words that nothing has were put right; empty where none were. */
  readonly meant: readonly string[];
}
