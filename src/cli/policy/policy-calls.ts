import type { Command } from 'commander';
import type { NotJudged, RecordedCall } from '../../lab/index.ts';
import { fromRecord } from '../../lab/index.ts';
import type { AuditReader } from '../../store/index.ts';
import { parseTime, reading } from '../audit/audit-options.ts';
import { CommandError, type Io } from '../io.ts';
import { linesOf } from './json-lines.ts';
import { callOfLine } from './policy-call-line.ts';

/** Where recorded calls come from, and which of them are meant. */
export interface CallOptions {
  readonly calls?: string;
  readonly data?: string;
  readonly grant?: string;
  readonly server?: string;
  readonly tool?: string;
  readonly since?: number;
  readonly until?: number;
}

export function withCalls(command: Command): Command {
  return command
    .option('--calls <file>', 'recorded calls as JSON lines: an audit export, or captured calls; - is standard input')
    .option('--data <folder>', "or the audit log in the gateway's data folder")
    .option('--grant <id or label>', 'only calls of this grant')
    .option('--server <slug>', 'only calls to this server')
    .option('--tool <name>', 'only calls of this tool, prompt or resource')
    .option('--since <time>', 'from this time on: RFC 3339, or an age such as 90s, 15m, 36h, 7d', parseTime)
    .option('--until <time>', 'before this time', parseTime);
}

type Calls = AsyncIterable<RecordedCall | NotJudged>;

/**
 * Opens recorded calls, hands them to `work`, and closes them whatever happens.
 *
 * @param backMs how long before `--since` calls still matter: they are handed over, too
 * @throws CommandError where there are none to be had, or they are of several servers: a policy belongs to one
 */
export async function readingCalls<T>(
  io: Io,
  options: CallOptions,
  backMs: number,
  work: (calls: Calls) => Promise<T>,
): Promise<T> {
  const { calls, data } = options;
  if (calls !== undefined && data !== undefined) throw new CommandError('either --calls or --data, not both', 2);
  const meant = (of: Calls): Calls => told(io, ofOneServer(chosen(of, options, backMs), options));
  if (calls !== undefined) return work(meant(fromLines(io, calls)));
  return reading(io, options, (reader) => work(meant(fromLog(reader, options, backMs))));
}

async function* fromLines(io: Io, file: string): Calls {
  for await (const line of linesOf(io, file)) yield callOfLine(line, file);
}

const page = 1_000;

async function* fromLog(
  reader: AuditReader,
  { grant, server, tool, since, until }: CallOptions,
  backMs: number,
): Calls {
  const given = { grant, server, tool, until, since: since === undefined ? undefined : since - backMs };
  const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  for (let after = 0; ; ) {
    const records = await reader.query({ ...filter, kind: 'call', order: 'oldest', limit: page, after });
    for (const { text } of records) yield fromRecord(JSON.parse(text));
    if (records.length < page) return;
    after = records.at(-1)?.id ?? after;
  }
}

async function* chosen(calls: Calls, options: CallOptions, backMs: number): Calls {
  const { grant, server, tool, until = Number.POSITIVE_INFINITY, since = Number.NEGATIVE_INFINITY } = options;
  const isMeant = ({ grant: { id, label }, server: slug, now }: NonNullable<NotJudged['context']>): boolean =>
    (grant === undefined || grant === id || grant === label) &&
    (server === undefined || server === slug) &&
    now >= since - backMs &&
    now < until;
  for await (const recorded of calls) {
    if (recorded.context !== undefined && !isMeant(recorded.context)) continue;
    const subject = recorded.kind === 'call' ? subjectOf(recorded.call) : undefined;
    if (tool === undefined || subject === undefined || subject === tool) yield recorded;
  }
}

function subjectOf(call: RecordedCall['call']): string {
  return call.kind === 'resource' ? call.uri : call.name;
}

async function* ofOneServer(calls: Calls, { server }: CallOptions): Calls {
  let first = server;
  for await (const recorded of calls) {
    if (recorded.kind === 'call') {
      first ??= recorded.context.server;
      if (recorded.context.server !== first) {
        const both = `${JSON.stringify(first)} and ${JSON.stringify(recorded.context.server)}`;
        throw new CommandError(`there are calls to ${both}; a policy belongs to one server: name it with --server`, 2);
      }
    }
    yield recorded;
  }
}

/** How far it has come, for somebody who waits. */
async function* told(io: Io, calls: Calls): Calls {
  let count = 0;
  for await (const recorded of calls) {
    count += 1;
    if (io.stderr.isTTY && count % 10_000 === 0) io.stderr.write(`\r${count} calls read`);
    yield recorded;
  }
  if (io.stderr.isTTY && count >= 10_000) io.stderr.write('\r\u001b[K');
}
