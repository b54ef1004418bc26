import type { JsonObject } from '../../protocol/index.ts';
import type { Category } from '../classify/category.ts';
import type { Classification } from '../classify/classify.ts';
import type { Severity } from '../classify/severity.ts';

/** Where a record comes from, and under which terms. */
export interface Provenance {
  /** Short name of the source: `registry`, `docker`, `npm`, `live` … */
  readonly source: string;
  /** The server's name at that source. */
  readonly key: string;
  readonly url?: string | undefined;
  readonly commit?: string | undefined;
  /** SPDX expression of what the source's data may be used under. */
  readonly licence?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number;
}

/** A package or an address under which a server can be had: a fact to show, never something to start. */
export interface Package {
  readonly registry: string;
  readonly name: string;
  readonly version?: string | undefined;
}

/** A server as a source describes it. */
export interface ServerRecord {
  readonly name: string;
  readonly title?: string | undefined;
  /** The source's description, or a sentence of our own where the source's may not be kept. */
  readonly summary?: string | undefined;
  readonly version?: string | undefined;
  readonly homepage?: string | undefined;
  readonly repository?: string | undefined;
  readonly subfolder?: string | undefined;
  readonly packages?: readonly Package[] | undefined;
  /** What a reader must know of how far the record can be trusted. */
  readonly note?: string | undefined;
  readonly status?: 'active' | 'deprecated' | 'deleted' | undefined;
  readonly provenance: Provenance;
  /** Absent: the source lists no tools, which says nothing about those that are known. */
  readonly tools?: readonly ToolRecord[] | undefined;
}

/** A tool as a source defines it. */
export interface ToolRecord {
  readonly name: string;
  /** As much of the definition as the source gives and its licence lets be kept; `name` in it is `name`. */
  readonly definition: JsonObject;
  /** SHA-256 of the RFC 8785 form of the whole definition, where the source knew it whole; else made of what is here. */
  readonly hash?: string | undefined;
  /** A class made with the whole definition in view, where only part of it is kept. */
  readonly given?: Classification | undefined;
}

/** What an operator says against imports. */
export interface Override {
  readonly server: string;
  readonly tool: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly author: string;
  readonly reason: string;
  readonly at: number;
}

/** What an import did. */
export interface Differences {
  readonly servers: { readonly added: number; readonly changed: number; readonly unchanged: number };
  readonly tools: {
    readonly added: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly removed: number;
  };
}
