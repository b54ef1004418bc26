import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import { jsonLine } from '../../audit/index.ts';
import type { Io } from '../io.ts';
import { textLine } from './audit-lines.ts';
import { type FilterOptions, filterOf, readingAnywhere, withFilters } from './audit-options.ts';

const lookEveryMs = 200;
/** A gateway elsewhere is asked less often. */
const askEveryMs = 1_000;

/** `toolgate audit tail`: the newest records, and with `--follow` those to come. */
export function tailCommand(io: Io): Command {
  return withFilters(new Command('tail'))
    .summary('Prints the newest records, and those to come.')
    .description('Prints the newest 20 records (or --limit), and with --follow every one that is kept from then on.')
    .option('-f, --follow', 'go on until interrupted')
    .addHelpText('after', '\nExample:\n  toolgate audit tail --follow --server github')
    .action((options: FilterOptions & { readonly follow?: true }) =>
      readingAnywhere(io, options, async (reader) => {
        const line = options.json ? jsonLine : textLine;
        const newest = await reader.query(filterOf(options, 'newest', 20));
        let after = newest[0]?.id ?? 0;
        for (const record of newest.reverse()) io.stdout.write(line(record));
        const following = { ...filterOf(options, 'oldest', 1_000), limit: 1_000 };
        while (options.follow && !io.stdout.destroyed) {
          const fresh = await reader.query({ ...following, after });
          for (const record of fresh) io.stdout.write(line(record));
          after = fresh.at(-1)?.id ?? after;
          if (fresh.length < following.limit)
            await setTimeout(options.gateway === undefined ? lookEveryMs : askEveryMs);
        }
      }),
    );
}
