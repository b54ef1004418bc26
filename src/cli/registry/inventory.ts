import { Command } from 'commander';
import { csvCell } from '../../audit/index.ts';
import type { listInventory } from '../../control/verbs/inventory/index.ts';
import type { RemoteOptions } from '../api-client.ts';
import type { CommandModule } from '../command-module.ts';
import { CommandError, type Io } from '../io.ts';
import { printList, timeText } from '../print-list.ts';
import { refuseUnknownNames } from '../unknown-names.ts';
import { everyItem, gatewayOptions, withGateway } from '../with-gateway.ts';

interface Options extends RemoteOptions {
  readonly grant?: string;
  readonly server?: string;
  readonly unused: boolean;
  readonly format: string;
  readonly json: boolean;
}

/** `toolgate inventory`: what can my agents call? */
export const build: CommandModule['build'] = (io) =>
  gatewayOptions(new Command('inventory'))
    .description(
      'For each grant the tools that it can call under its policies: class and severity, limits, approvals, and when it\n' +
        'last used them within 30 days.',
    )
    .option('--grant <grant>', 'only this one, by id or label')
    .option('--server <slug>', 'only tools of this server')
    .option('--unused', 'only what nobody used in 30 days', false)
    .option('--format <format>', 'table, csv or json', 'table')
    .addHelpText(
      'after',
      '\nExample:\n  toolgate inventory --grant ci --unused\n  toolgate inventory --format csv > inventory.csv',
    )
    .action((options: Options) => inventory(io, options));

async function inventory(io: Io, options: Options): Promise<void> {
  const { grant, server, unused, format } = options;
  if (!['table', 'csv', 'json'].includes(format)) throw new CommandError('--format is table, csv or json', 2);
  const filter = { grant, server, unused, limit: 100 };
  await withGateway(io, options, async (api) => {
    const rows = async function* () {
      for await (const { label, tools, unknown } of everyItem<typeof listInventory>(api, '/inventory', filter)) {
        for (const slug of unknown)
          io.stderr.write(
            `${label}: ${slug} has not been heard yet, its tools are not known (\`toolgate server tools ${slug}\` asks it)\n`,
          );
        for (const tool of tools) yield { grant: label, ...tool };
      }
    };
    if (format === 'csv') {
      const columns = [
        'grant',
        'server',
        'tool',
        'category',
        'severity',
        'approval',
        'conditional',
        'limits',
        'policy',
        'policyVersion',
        'lastUsedAt',
      ] as const;
      io.stdout.write(`${columns.join(',')}\n`);
      for await (const row of rows())
        io.stdout.write(`${columns.map((column) => csvCell(text(row[column]))).join(',')}\n`);
      return;
    }
    await printList(io, rows(), {
      json: options.json || format === 'json',
      empty: 'no grant can call anything',
      none: () => refuseUnknownNames(api, { grant, server }),
      columns: [
        ['grant', (row) => row.grant],
        ['tool', (row) => `${row.server}/${row.tool}`],
        ['class', (row) => `${row.category}, ${row.severity}`],
        ['approval', (row) => row.approval],
        ['limits', (row) => row.limits.join('; ') || '-'],
        ['last used', (row) => timeText(row.lastUsedAt)],
      ],
    });
  });
}

function text(value: string | number | boolean | readonly string[] | null): string {
  if (value === null) return '';
  return typeof value === 'object' ? value.join('; ') : String(value);
}
