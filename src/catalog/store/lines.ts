import type { SQLOutputValue } from 'node:sqlite';
import { type Category, categories } from '../classify/category.ts';
import { type Flag, flagNames } from '../classify/flags.ts';
import { type Severity, severities } from '../classify/severity.ts';
import type { Provenance } from './record.ts';
import { toolSlug } from './slug.ts';
import type { ServerLine, ToolLine } from './views.ts';

/** A row as the driver gives it. */
export type SqlRow = Readonly<Record<string, SQLOutputValue>>;

/** Columns of a tool in a list, with `t` for the tool and `s` for its server. */
export const toolColumns = `t.id, t.name, t.category, t.severity, t.confidence, t.unclassified, t.flags, t.overridden, t.source,
  s.name AS server_name, s.slug AS server_slug, s.title AS server_title`;
export const serverColumns = 's.id, s.name, s.slug, s.title, s.summary, s.tools, s.low, s.medium, s.high, s.critical';

export function toolLine(row: SqlRow): ToolLine {
  const name = String(row.name);
  return {
    name,
    slug: toolSlug(name),
    server: { name: String(row.server_name), slug: String(row.server_slug), title: maybe(row.server_title) },
    category: categoryNamed(row.category),
    severity: severityNamed(row.severity),
    confidence: Number(row.confidence),
    unclassified: row.unclassified === 1,
    flags: flagsNamed(String(row.flags)),
    overridden: row.overridden === 1,
    source: String(row.source),
  };
}

export function serverLine(row: SqlRow): ServerLine {
  return {
    name: String(row.name),
    slug: String(row.slug),
    title: maybe(row.title),
    summary: maybe(row.summary),
    tools: Number(row.tools),
    severities: {
      low: Number(row.low),
      medium: Number(row.medium),
      high: Number(row.high),
      critical: Number(row.critical),
    },
  };
}

export function provenanceOf(row: SqlRow): Provenance {
  return {
    source: String(row.source),
    key: String(row.key),
    url: maybe(row.url),
    commit: maybe(row.commit_id),
    licence: maybe(row.licence),
    fetchedAt: Number(row.fetched_at),
  };
}

export function maybe(value: SQLOutputValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What a column says, or the gravest where somebody else wrote into the file. */
export function categoryNamed(value: SQLOutputValue | undefined): Category {
  return categories.find((category) => category === value) ?? 'financial';
}

export function severityNamed(value: SQLOutputValue | undefined): Severity {
  return severities.find((severity) => severity === value) ?? 'critical';
}

function flagsNamed(text: string): Flag[] {
  const named = new Set(text.split(','));
  return flagNames.filter((flag) => named.has(flag));
}
