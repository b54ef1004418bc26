import { Command, InvalidArgumentError } from 'commander';
import type { runRetention, showRetention } from '../../control/verbs/retention/index.ts';
import type { ApiClient } from '../api-client.ts';
import type { CommandModule } from '../command-module.ts';
import type { Io } from '../io.ts';
import { span } from '../option-values.ts';
import { timeText } from '../print-list.ts';
import { showProgress } from '../show-progress.ts';
import { type GatewayFlags, gatewayOptions, withGateway } from '../with-gateway.ts';

interface RunOptions extends GatewayFlags {
  readonly olderThan?: number;
  readonly maxBytes?: number;
}

/** `toolgate retention`: how long records are kept. */
export const build: CommandModule['build'] = (io) =>
  new Command('retention')
    .description('A gateway that runs removes old records by itself, as `audit` in its configuration file says.')
    .addHelpText('after', '\nExample:\n  toolgate retention run')
    .addCommand(show(io))
    .addCommand(run(io));

function show(io: Io): Command {
  return gatewayOptions(new Command('show'))
    .description('Shows how long records are kept, the oldest one, and how many are older than that.')
    .addHelpText('after', '\nExample:\n  toolgate retention show')
    .action((options: GatewayFlags) =>
      withGateway(io, options, async (api) => {
        const shown = await api.call<typeof showRetention>('GET', '/retention', {});
        if (options.json) return void io.stdout.write(`${JSON.stringify(shown)}\n`);
        const { retentionMs, maxBytes, oldest, due } = shown;
        const most = maxBytes === null ? '' : `, in ${maxBytes} bytes at most`;
        const kept = retentionMs === null ? `for good${most}` : `for ${retentionMs / 3_600_000} h${most}`;
        const since = oldest === null ? 'there are none' : `the oldest is of ${timeText(oldest)}`;
        io.stdout.write(`records are kept ${kept}; ${since}; ${due} are older\n`);
      }),
    );
}

function run(io: Io): Command {
  return gatewayOptions(new Command('run'))
    .description(
      'Removes now what is older than the configuration says, a step at a time. Every chain is whole after each step, under\n' +
        'a signed cut; what was removed is on record. Interrupted, it goes on when it is run again.',
    )
    .option('--older-than <age>', 'in place of the configuration, on this machine only: such as 36h or 90d', span)
    .option('--max-bytes <size>', 'the same for the size of the store: such as 20GiB', parseSize)
    .addHelpText(
      'after',
      '\nExample:\n  toolgate retention run\n  toolgate retention run --older-than 90d --data /var/lib/toolgate',
    )
    .action((options: RunOptions) => withGateway(io, options, (api) => remove(api, options, io)));
}

async function remove(api: ApiClient, { olderThan, maxBytes, json }: RunOptions, io: Io): Promise<void> {
  const progress = showProgress(io, 'retention');
  const input = { olderThanMs: olderThan, maxBytes };
  let removed = 0;
  for (let more = true; more; ) {
    const step = await api.call<typeof runRetention>('POST', '/retention/run', input);
    removed += step.removed;
    more = step.more;
    if (json) io.stdout.write(`${JSON.stringify({ removed, left: step.left, done: !more })}\n`);
    else progress(removed, removed + step.left);
  }
  progress.end();
  if (!json) io.stdout.write(removed === 0 ? 'nothing was older\n' : `${removed} records were removed\n`);
}

const sizes = new Map([
  ['', 1],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['TiB', 2 ** 40],
]);

function parseSize(text: string): number {
  const [, count, unit = ''] = /^([1-9]\d{0,12}) ?([KMGT]iB)?$/.exec(text) ?? [];
  const bytes = Number(count) * (sizes.get(unit) ?? Number.NaN);
  if (!Number.isSafeInteger(bytes)) throw new InvalidArgumentError('It is a size such as 512MiB or 20GiB.');
  return bytes;
}
