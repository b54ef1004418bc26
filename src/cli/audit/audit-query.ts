import { Command } from 'commander';
import { jsonLine } from '../../audit/index.ts';
import type { Io } from '../io.ts';
import { tellUnknownNamesOf } from '../unknown-names.ts';
import { textLine } from './audit-lines.ts';
import { type FilterOptions, filterOf, readingAnywhere, withFilters } from './audit-options.ts';

/** `toolgate audit query`: records by filter, the newest last. */
export function queryCommand(io: Io): Command {
  return withFilters(new Command('query'))
    .summary('Prints the records that match a filter.')
    .description('Prints the records that match, the newest last; at most 100 unless --limit says otherwise.')
    .addHelpText('after', '\nExample:\n  toolgate audit query --grant alice-laptop --outcome deny --since 24h')
    .action(async (options: FilterOptions) => {
      const filter = filterOf(options, 'newest', 100);
      const records = await readingAnywhere(io, options, (reader) => reader.query(filter));
      if (records.length === 0) {
        io.stderr.write('toolgate: no record is as these options say\n');
        await tellUnknownNamesOf(io, options, options);
      }
      for (const record of records.reverse()) io.stdout.write(options.json ? jsonLine(record) : textLine(record));
    });
}
