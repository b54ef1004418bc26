import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { findingsIn, Neighbours } from '../../definitions/index.ts';
import { type JsonObject, sha256Jcs } from '../../protocol/index.ts';
import { type Classification, classify } from '../classify/classify.ts';
import { definitionOf } from '../classify/definition-of.ts';
import { facetWord } from './facets.ts';
import type { ServerRecord, ToolRecord } from './record.ts';
import { nameSearchWords, searchWords } from './search-words.ts';
import { standingOf } from './standing.ts';

/** Where a tool stands: its server, and who says so. */
interface Context {
  readonly server: number;
  readonly name: string;
  readonly origin: number;
  readonly record: ServerRecord;
}

/** A definition that is longer is kept as its bare facts; its hash is still that of the whole. */
const longestDefinition = 64 * 1024;
const mostFindings = 50;
const alone = new Neighbours();

/** Writes rows of tools, their definitions and their words in the index. */
export class ToolRows {
  readonly #known: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #seen: StatementSync;
  readonly #definition: StatementSync;
  readonly #index: StatementSync;
  readonly #reindex: StatementSync;
  readonly #remove: StatementSync;
  readonly #override: StatementSync;
  readonly #forget: StatementSync;
  #lastServer = { names: '', words: '' };

  constructor(database: DatabaseSync) {
    this.#known = database.prepare(
      'SELECT id, hash, standing, origin, removed_at FROM tool WHERE server = ? AND name = ?',
    );
    this.#insert = database.prepare(
      `INSERT INTO tool (server, name, origin, hash, category, severity, confidence, unclassified, flags, source, licence,
         overridden, standing, bytes, first_seen, last_seen)
       VALUES (:server, :name, :origin, :hash, :category, :severity, :confidence, :unclassified, :flags, :source, :licence,
         :overridden, :standing, :bytes, :seen, :seen) RETURNING id`,
    );
    this.#update = database.prepare(
      `UPDATE tool SET origin = :origin, hash = :hash, category = :category, severity = :severity,
         confidence = :confidence, unclassified = :unclassified, flags = :flags, source = :source, licence = :licence,
         overridden = :overridden, standing = :standing, bytes = :bytes, last_seen = :seen, removed_at = NULL
       WHERE server = :server AND name = :name RETURNING id`,
    );
    this.#seen = database.prepare('UPDATE tool SET last_seen = max(last_seen, ?) WHERE id = ?');
    this.#definition = database.prepare(
      `INSERT INTO definition (tool, hash, origin, version, first_seen, last_seen, text, given, findings)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (tool, hash) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen)`,
    );
    this.#index = database.prepare('INSERT INTO tool_search (rowid, name, server, body, facet) VALUES (?, ?, ?, ?, ?)');
    this.#reindex = database.prepare(
      'INSERT OR REPLACE INTO tool_search (rowid, name, server, body, facet) VALUES (?, ?, ?, ?, ?)',
    );
    this.#remove = database.prepare(
      'UPDATE tool SET removed_at = ? WHERE server = ? AND origin = ? AND last_seen < ? AND removed_at IS NULL RETURNING id',
    );
    this.#forget = database.prepare('DELETE FROM tool_search WHERE rowid = ?');
    this.#override = database.prepare('SELECT category, severity FROM override WHERE server = ? AND tool = ?');
  }

  /** Writes a tool as its source defines it. */
  put(tool: ToolRecord, context: Context): 'added' | 'changed' | 'unchanged' {
    const { provenance, version } = context.record;
    const { description } = tool.definition;
    const hash = tool.hash ?? hashOf(tool.definition);
    const known = this.#known.get(context.server, tool.name);
    const standing = standingOf(provenance.source, typeof description === 'string' && description !== '');
    const seen = provenance.fetchedAt;
    if (known !== undefined && known.hash === hash && known.removed_at === null) {
      this.#seen.run(seen, Number(known.id));
      return 'unchanged';
    }
    // What a source with less standing says of a tool that is known is history at best.
    const counts = known === undefined || Number(known.origin) === context.origin || standing >= Number(known.standing);
    let id = Number(known?.id);
    if (counts) {
      const text = JSON.stringify(tool.definition);
      const judged = tool.given ?? classify(definitionOf(context.name, tool.name, tool.definition));
      const values = {
        ...this.#classOf(judged, context.name, tool.name),
        server: context.server,
        name: tool.name,
        origin: context.origin,
        hash,
        confidence: judged.confidence,
        unclassified: judged.unclassified ? 1 : 0,
        flags: judged.flags.join(','),
        source: provenance.source,
        licence: provenance.licence ?? 'unknown',
        standing,
        bytes: text.length,
        seen,
      };
      const written = (known === undefined ? this.#insert : this.#update).get(values);
      id = Number(written?.id);
      (known === undefined ? this.#index : this.#reindex).run(
        id,
        nameSearchWords(tool.name).join(' '),
        this.#serverWords(`${context.name} ${context.record.title ?? ''}`),
        searchWords(typeof description === 'string' ? description : '').join(' '),
        facetWords(values),
      );
    }
    const findings = findingsIn(context.name, tool.definition, alone).slice(0, mostFindings);
    this.#definition.run(
      id,
      hash,
      context.origin,
      version ?? null,
      seen,
      seen,
      keptText(tool),
      tool.given === undefined ? null : JSON.stringify(tool.given),
      findings.length === 0 ? null : JSON.stringify(findings),
    );
    return known === undefined ? 'added' : counts ? 'changed' : 'unchanged';
  }

  /** Marks what a source listed before and does not list any more. */
  removeUnseen(server: number, origin: number, now: number): number {
    const removed = this.#remove.all(now, server, origin, now);
    for (const { id } of removed) this.#forget.run(Number(id));
    return removed.length;
  }

  /** The words of a server's names, which are the same for each tool of its list. */
  #serverWords(names: string): string {
    if (this.#lastServer.names !== names) {
      this.#lastServer = { names, words: nameSearchWords(names).join(' ') };
    }
    return this.#lastServer.words;
  }

  #classOf(
    judged: Classification,
    server: string,
    tool: string,
  ): Record<'category' | 'severity', string> & { overridden: number } {
    const said = this.#override.get(server, tool);
    if (said === undefined) return { category: judged.category, severity: judged.severity, overridden: 0 };
    return { category: String(said.category), severity: String(said.severity), overridden: 1 };
  }
}

/**
 * The hash of a definition: of its RFC 8785 form; where it has none (a number beyond every double, half of a surrogate
 * pair), of the text that is kept of it. One tool of somebody else's must not end an import.
 */
function hashOf(definition: JsonObject): string {
  try {
    return sha256Jcs(definition);
  } catch {
    return createHash('sha256').update(JSON.stringify(definition)).digest('hex');
  }
}

/** The words that narrow a search to this tool. */
export function facetWords(tool: { category: string; severity: string; source: string; licence: string }): string {
  return [
    facetWord('category', tool.category),
    facetWord('severity', tool.severity),
    facetWord('source', tool.source),
    facetWord('licence', tool.licence),
  ].join(' ');
}

function keptText({ name, definition }: ToolRecord): string {
  const text = JSON.stringify(definition);
  if (text.length <= longestDefinition) return text;
  const { description, inputSchema } = definition;
  const told = typeof description === 'string' ? description.slice(0, longestDefinition / 4).toWellFormed() : undefined;
  const schema = JSON.stringify(inputSchema ?? null).length <= longestDefinition / 2 ? inputSchema : undefined;
  const kept = {
    name,
    ...(told === undefined ? {} : { description: told }),
    ...(schema === undefined ? {} : { inputSchema: schema }),
  };
  return JSON.stringify(kept);
}
