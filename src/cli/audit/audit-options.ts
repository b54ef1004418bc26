import { type Command, InvalidArgumentError } from 'commander';
import type { AuditFilter } from '../../audit/index.ts';
import { allCodes, anchoredClock, nearestWord, outcomes } from '../../kernel/index.ts';
import {
  type AuditReader,
  databaseUrl,
  openAuditReader,
  openDatabaseReader,
  SqlError,
  StoreError,
} from '../../store/index.ts';
import { dataFolder } from '../data-folder.ts';
import { CommandError, type Io } from '../io.ts';
import { wholeNumber } from '../option-values.ts';
import { parseSpan } from '../parse-span.ts';
import type { RemoteRecords } from './audit-remote.ts';

/** What every `audit` command takes. */
export interface DataOptions {
  readonly data?: string;
  readonly gateway?: string;
  readonly insecure?: boolean;
  readonly json?: true;
}

/** What those that pick records take. */
export interface FilterOptions extends DataOptions {
  readonly grant?: string;
  readonly server?: string;
  readonly tool?: string;
  readonly outcome?: string;
  readonly code?: string;
  readonly since?: number;
  readonly until?: number;
  readonly limit?: number;
  readonly events?: true;
}

function withData(command: Command): Command {
  return command.option('--data <folder>', "the gateway's data folder").option('--json', 'one JSON object a line');
}

/** For those that a gateway elsewhere can answer as well. */
function withGatewayOption(command: Command): Command {
  return command
    .option('--gateway <url>', 'a gateway elsewhere, with the API key in TOOLGATE_API_KEY')
    .option('--insecure', 'send the API key over plain HTTP');
}

export function withHeads(command: Command): Command {
  return withGatewayOption(withData(command));
}

export function withFilters(command: Command): Command {
  return withGatewayOption(withData(command))
    .option('--grant <id or label>', 'only calls of this grant')
    .option('--server <slug>', 'only calls to this server')
    .option('--tool <name>', 'only calls of this tool, prompt or resource')
    .option('--outcome <outcome>', `only calls that ended so: ${outcomes.join(', ')}`, parseOutcome)
    .option('--code <code>', 'only calls with this code, such as rate_limited', parseCode)
    .option('--since <time>', 'from this time on: RFC 3339, or an age such as 90s, 15m, 36h, 7d', parseTime)
    .option('--until <time>', 'before this time', parseTime)
    .option('--limit <n>', 'most records', wholeNumber)
    .option('--events', 'what happened to the gateway itself, instead of calls');
}

/** @throws CommandError when filters for calls stand beside `--events` */
export function filterOf(options: FilterOptions, order: AuditFilter['order'], limit: number): AuditFilter {
  const { grant, server, tool, outcome, code, since, until, events } = options;
  const ofCalls = { grant, server, tool, outcome, code };
  const given = Object.entries(ofCalls).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (events && given[0] !== undefined)
    throw new CommandError(`--${given[0][0]} is about calls; leave out --events`, 2);
  return {
    kind: events ? 'event' : 'call',
    order,
    limit: options.limit ?? limit,
    ...Object.fromEntries(given),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

/** The records of a gateway elsewhere where `--gateway` names one, else those of the folder. */
export async function readingAnywhere<T>(
  io: Io,
  options: DataOptions,
  work: (records: Pick<AuditReader, 'query' | 'heads'>) => Promise<T>,
): Promise<T> {
  const gateway = elsewhere(io, options);
  return gateway === undefined ? reading(io, options, work) : readingThere(io, { ...options, gateway }, work);
}

/**
 * The gateway that is to be asked instead of the folder, as for every other command.
 *
 * @throws CommandError where both are named
 */
export function elsewhere(io: Io, { gateway, data }: DataOptions): string | undefined {
  if (gateway !== undefined && data !== undefined) throw new CommandError('either --gateway or --data, not both', 2);
  return gateway ?? (data === undefined ? io.env.TOOLGATE_GATEWAY : undefined);
}

/** The records of a gateway elsewhere. */
export async function readingThere<T>(
  io: Io,
  options: DataOptions & { readonly gateway: string },
  work: (records: RemoteRecords) => Promise<T>,
): Promise<T> {
  const [{ withGateway }, { remoteRecords }] = await Promise.all([
    import('../with-gateway.ts'),
    import('./audit-remote.ts'),
  ]);
  return withGateway(io, options, (api) => work(remoteRecords(api)));
}

/** Opens the records, hands them to `work`, and closes them whatever happens. */
export async function reading<T>(io: Io, options: DataOptions, work: (reader: AuditReader) => Promise<T>): Promise<T> {
  let reader: AuditReader;
  try {
    const database = databaseUrl(io.env);
    reader =
      database === undefined ? openAuditReader(dataFolder(io, options.data).path) : await openDatabaseReader(database);
  } catch (error) {
    if (error instanceof StoreError || error instanceof SqlError) throw new CommandError(error.message);
    throw error;
  }
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
}

function parseOutcome(text: string): string {
  if (!outcomes.some((outcome) => outcome === text)) {
    throw new InvalidArgumentError(`It is one of ${outcomes.join(', ')}.`);
  }
  return text;
}

function parseCode(text: string): string {
  if (allCodes.some((code) => code === text)) return text;
  const near = nearestWord(text, allCodes);
  const hint = near === undefined ? 'docs/codes.md has them all' : `did you mean ${near}?`;
  throw new InvalidArgumentError(`There is no such code; ${hint}`);
}

/** A moment in ms since the epoch, from RFC 3339 or an age such as `36h`. */
export function parseTime(text: string): number {
  const age = parseSpan(text);
  if (age !== undefined) return anchoredClock().now() - age;
  const isDate = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d))?$/.test(text);
  const time = isDate ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError('It is a time such as 2026-05-01T12:00:00Z, or an age such as 90s, 15m, 36h, 7d.');
  }
  return time;
}
