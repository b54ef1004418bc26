import { once } from 'node:events';
import { Command, Option } from 'commander';
import { csvHeader, csvLine, jsonLine } from '../../audit/index.ts';
import type { Io } from '../io.ts';
import { type FilterOptions, filterOf, readingAnywhere, withFilters } from './audit-options.ts';

const page = 1_000;

/** `toolgate audit export`: every matching record, the oldest first, to standard output. */
export function exportCommand(io: Io): Command {
  return withFilters(new Command('export'))
    .summary('Writes all matching records as JSON lines or CSV.')
    .description(
      'Writes every record that matches to standard output, the oldest first. CSV is safe to open in a spreadsheet.',
    )
    .addOption(new Option('--format <format>', 'of the output').choices(['jsonl', 'csv']).default('jsonl'))
    .addHelpText('after', '\nExample:\n  toolgate audit export --format csv --since 7d > calls.csv')
    .action((options: FilterOptions & { readonly format: 'jsonl' | 'csv' }) =>
      readingAnywhere(io, options, async (reader) => {
        const line = options.format === 'csv' ? csvLine : jsonLine;
        if (options.format === 'csv') io.stdout.write(csvHeader);
        const filter = filterOf(options, 'oldest', Number.MAX_SAFE_INTEGER);
        let left = filter.limit;
        let after = 0;
        for (;;) {
          const records = await reader.query({ ...filter, after, limit: Math.min(page, left) });
          if (!io.stdout.write(records.map(line).join(''))) await once(io.stdout, 'drain');
          after = records.at(-1)?.id ?? after;
          left -= records.length;
          if (records.length < page || left <= 0) return;
        }
      }),
    );
}
