import { type Category, categories, type SearchResult, type Severity, severities } from '../../catalog/index.ts';
import { CommandError, type Io } from '../io.ts';
import { type CatalogOptions, printable, withCatalog } from './catalog-opened.ts';

export interface SearchOptions extends CatalogOptions {
  readonly category?: string;
  readonly severity?: string;
  readonly source?: string;
  readonly licence?: string;
  readonly limit: string;
}

/** `toolgate catalog search`: tools and servers that answer to the words. */
export async function search(words: readonly string[], options: SearchOptions, io: Io): Promise<void> {
  const facets = {
    category: oneOf<Category>(categories, options.category, '--category'),
    severity: oneOf<Severity>(severities, options.severity, '--severity'),
    source: options.source,
    licence: options.licence,
  };
  if (!/^\d{1,3}$/.test(options.limit) || options.limit === '0') {
    throw new CommandError(`--limit wants a number from 1 to 999, not "${options.limit}"`, 2);
  }
  const found = await withCatalog(io, options, (writer) =>
    writer.reader().search({ text: words.join(' '), facets, offset: 0, limit: Number(options.limit) }),
  );
  for (const line of options.json ? jsonLines(found) : textLines(found, words)) io.stdout.write(`${line}\n`);
}

function jsonLines({ servers, tools }: SearchResult): string[] {
  return [
    ...servers.map((server) => JSON.stringify({ kind: 'server', ...server })),
    ...tools.map((tool) => JSON.stringify({ kind: 'tool', ...tool })),
  ];
}

function textLines(found: SearchResult, words: readonly string[]): string[] {
  const { servers, tools, meant, total, more } = found;
  if (tools.length === 0 && servers.length === 0) return [`nothing answers to "${words.join(' ')}"`];
  const width = Math.min(48, Math.max(0, ...tools.map(({ name }) => name.length)));
  const lines = meant.length === 0 ? [] : [`nothing is called so; shown is: ${meant.join(' ')}`];
  for (const { name, tools: count, summary } of servers) {
    lines.push(
      `server ${printable(name)}  ${count} tools${summary === undefined ? '' : `  ${printable(summary).slice(0, 100)}`}`,
    );
  }
  for (const { name, server, category, severity, unclassified } of tools) {
    const kind = `${severity} ${category}${unclassified ? ' (unclassified)' : ''}`;
    lines.push(`${printable(name).padEnd(width)}  ${kind.padEnd(22)}  ${printable(server.name)}`);
  }
  if (total > tools.length) lines.push(`${tools.length} of ${more ? 'at least ' : ''}${total} tools`);
  return lines;
}

function oneOf<T extends string>(words: readonly T[], given: string | undefined, option: string): T | undefined {
  if (given === undefined) return undefined;
  const found = words.find((word) => word === given.toLowerCase());
  if (found === undefined) throw new CommandError(`${option} wants one of ${words.join(', ')}, not "${given}"`, 2);
  return found;
}
