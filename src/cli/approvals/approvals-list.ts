import { setTimeout } from 'node:timers/promises';
import { Command, Option } from 'commander';
import type { OutputOf } from '../../control/index.ts';
import type { listApprovals } from '../../control/verbs/approval/index.ts';
import type { ApiClient, RemoteOptions } from '../api-client.ts';
import type { Io } from '../io.ts';
import { type Column, printList, timeText } from '../print-list.ts';
import { say } from '../say.ts';
import { refuseUnknownNames } from '../unknown-names.ts';
import { everyItem, gatewayOptions, withGateway } from '../with-gateway.ts';

type Item = OutputOf<typeof listApprovals>['items'][number];
type State = Item['state'];

interface Options extends RemoteOptions {
  readonly json: boolean;
  readonly state?: State | 'all';
  readonly grant?: string;
  readonly watch: boolean;
}

const states = ['pending', 'approved', 'denied', 'expired', 'consumed', 'all'] as const;
const lookEveryMs = 500;

/** As much of an id as tells it from all others, nearly always, and as people copy by hand. */
export const shortId = (id: string): string => id.slice(0, 8);

/** `toolgate approvals list`: what waits, and with `--watch` what comes. */
export function listCommand(io: Io): Command {
  return gatewayOptions(new Command('list'))
    .description('Lists what waits for a decision, the newest first.')
    .addOption(new Option('--state <state>', 'others than those that wait').choices(states).default('pending'))
    .option('--grant <grant>', 'of one grant, by its label')
    .option('--watch', 'go on: print each request as it comes, until interrupted', false)
    .addHelpText('after', '\nExample:\n  toolgate approvals list --watch')
    .action((options: Options) =>
      withGateway(io, options, (api) => (options.watch ? watch(io, api, options) : list(io, api, options))),
    );
}

function list(io: Io, api: ApiClient, options: Options): Promise<void> {
  return printList(io, items(api, options), {
    json: options.json,
    none: () => refuseUnknownNames(api, { grant: options.grant }),
    empty: options.state === 'pending' ? 'nothing waits for a decision' : 'there are no such approvals',
    columns,
  });
}

async function watch(io: Io, api: ApiClient, options: Options): Promise<void> {
  let seen: ReadonlySet<string> = new Set();
  while (!io.stdout.destroyed) {
    const listed: Item[] = [];
    for await (const item of items(api, options)) listed.push(item);
    for (const item of listed.toReversed()) {
      if (!seen.has(item.id)) say(io.stdout, options.json ? JSON.stringify(item) : line(item));
    }
    seen = new Set(listed.map(({ id }) => id));
    await setTimeout(lookEveryMs);
  }
}

function items(api: ApiClient, { state, grant }: Options): AsyncGenerator<Item> {
  return everyItem<typeof listApprovals>(api, '/approvals', {
    state: state === 'all' ? undefined : state,
    grant,
  });
}

const columns: readonly Column<Item>[] = [
  ['id', ({ id }) => shortId(id)],
  ['state', ({ state }) => state],
  ['asked', ({ askedAt }) => timeText(askedAt)],
  ['until', ({ expiresAt }) => timeText(expiresAt)],
  ['grant', ({ grant }) => grant.label],
  ['server', ({ server }) => server],
  ['call', ({ subject }) => subject.name],
  ['rule', ({ rules }) => rules[0] ?? ''],
  ['agreed', ({ votes, approvers }) => `${votes.length}/${approvers.count}`],
];

function line(item: Item): string {
  return columns.map(([, text]) => text(item)).join('  ');
}
