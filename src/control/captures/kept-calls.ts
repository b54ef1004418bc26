import { may } from '../../accounts/index.ts';
import type { PrepareContext } from '../define-verb.ts';
import { EachInTurn } from '../each-in-turn.ts';
import type { KeptCall } from '../policy-thread/jobs.ts';
import { findRecords } from '../records/find-records.ts';
import { withoutValues } from '../records/shown-record.ts';
import { captureContext } from './capture-context.ts';

/** Calls that are looked at at most: more of them say little new, and take long. */
const mostCalls = 20_000;
const pageSize = 500;
/** Records that are looked through for them at most. */
const mostRecords = 200_000;

export interface KeptCallsAsk {
  readonly servers: readonly string[];
  /** Only calls of this grant. */
  readonly grant?: string | undefined;
  /** Only calls that were judged by this policy. */
  readonly policy?: string | undefined;
  readonly since: number;
  readonly until: number | undefined;
}

export interface KeptCalls {
  readonly calls: readonly KeptCall[];
  /** Of how many the capture had more than the record. */
  readonly captured: number;
  /** Whether there were more than are looked at: these are the newest. */
  readonly complete: boolean;
  /** Whether values were used: only for who may read them. */
  readonly values: boolean;
}

/** So many of one asker's readings may wait for their turn. */
const mayWait = 2;
const turns = new EachInTurn(mayWait);

/**
 * Does something with calls on record: one such reading after the other, everybody's in turn, for each may hold tens of
 * megabytes until it is judged, and who may only look can ask for it.
 *
 * @throws Fault `overloaded`
 */
export function withKeptCalls<T>(
  ask: KeptCallsAsk,
  context: PrepareContext,
  work: (kept: KeptCalls) => Promise<T>,
): Promise<T> {
  const { kind, id } = context.actor;
  return turns.take(`${kind}:${id}`, async () => work(await keptCalls(ask, context)));
}

/**
 * Calls on record, with what the capture holds of them. Argument values are put in for whoever may read captures: what is
 * made of a value tells it, so that for everybody else a value that a judgement needs counts as not kept.
 */
async function keptCalls(ask: KeptCallsAsk, context: PrepareContext): Promise<KeptCalls> {
  const { sql, actor } = context;
  const values = may(actor, 'captures:read');
  const calls: KeptCall[] = [];
  let captured = 0;
  let complete = true;
  let looked = 0;
  for (const server of ask.servers) {
    let after: number | undefined;
    for (;;) {
      const filter = { kind: 'call', server, grant: ask.grant, since: ask.since, until: ask.until } as const;
      const page = await findRecords(sql, filter, { order: 'newest', after, limit: pageSize });
      const meant = page.filter(
        ({ text }) => ask.policy === undefined || text.includes(`"policy":${JSON.stringify(ask.policy)}`),
      );
      const opened = values ? await openedCaptures(meant.map(requestIdOf), context) : new Map<string, string>();
      for (const record of meant) {
        const known = opened.get(requestIdOf(record));
        if (known !== undefined) captured += 1;
        calls.push({ record: withoutValues(record, actor).text, ...(known === undefined ? {} : { captured: known }) });
      }
      after = page.at(-1)?.id;
      looked += page.length;
      if (page.length < pageSize) break;
      if (calls.length >= mostCalls || looked >= mostRecords) {
        complete = false;
        break;
      }
    }
  }
  return { calls, captured, complete, values };
}

async function openedCaptures(
  ids: readonly string[],
  { sql, seal, now }: PrepareContext,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await sql
    .selectFrom('capture')
    .select(['request_id', 'sealed'])
    .where('request_id', 'in', ids)
    .where('expires_at', '>', now)
    .execute();
  const opened = new Map<string, string>();
  for (const { request_id: id, sealed } of rows) {
    opened.set(id, seal.open('captured-arguments', sealed, captureContext(id)).toString('utf8'));
    // Opening takes some 20 µs: after so many, whatever else waits has its turn.
    if (opened.size % 40 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return opened;
}

function requestIdOf({ text }: { readonly text: string }): string {
  return /"requestId":"([^"\\]*)"/.exec(text)?.[1] ?? '';
}
