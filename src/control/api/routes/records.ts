import type { Context } from 'hono';
import { exportRecords } from '../../records/export-records.ts';
import { follow } from '../../records/follow.ts';
import type { RecordFilter } from '../../records/record-filter.ts';
import {
  countCalls,
  exportCalls,
  exportEvents,
  listCalls,
  listEvents,
  showCall,
  showHeads,
  tailCalls,
  tailEvents,
  verifyRecords,
} from '../../verbs/record/index.ts';
import { type ApiEnv, type ApiRoute, route } from '../route.ts';

/** A reader that comes back says in a header what it has, and not in the address that it reads again and again. */
function lastEventId(context: Context<ApiEnv>): Readonly<Record<string, unknown>> {
  const id = context.req.header('last-event-id');
  return id === undefined || context.req.query('after') !== undefined ? {} : { after: id };
}

function events(kind: RecordFilter['kind']) {
  return ({ after, filter }: { after: number; filter: Omit<RecordFilter, 'kind'> }, context: Context<ApiEnv>) => {
    const { actor, control, stands } = context.var;
    const { sql, clock } = control;
    const body = follow(sql, { kind, ...filter }, after, actor, () => clock.monotonic(), stands);
    return new Response(body, {
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
    });
  };
}

function file(kind: RecordFilter['kind']) {
  return (
    { format, filter }: { format: 'jsonl' | 'csv'; filter: Omit<RecordFilter, 'kind'> },
    context: Context<ApiEnv>,
  ) => {
    const { actor, control, stands } = context.var;
    const body = exportRecords(control.sql, { kind, ...filter }, format, actor, stands);
    const type = format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/jsonl';
    return new Response(body, {
      headers: {
        'Content-Type': type,
        'Content-Disposition': `attachment; filename="${kind}s.${format}"`,
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      },
    });
  };
}

const stream = { more: lastEventId, produces: 'text/event-stream' } as const;

/** What happened: the proxy log and the admin log. */
export const recordRoutes: readonly ApiRoute[] = [
  route(listCalls, 'GET', '/calls'),
  route(tailCalls, 'GET', '/calls/tail', { ...stream, respond: events('call') }),
  route(exportCalls, 'GET', '/calls/export', { produces: 'application/jsonl', respond: file('call') }),
  route(countCalls, 'GET', '/calls/stats'),
  route(showCall, 'GET', '/calls/:id'),
  route(listEvents, 'GET', '/events'),
  route(tailEvents, 'GET', '/events/tail', { ...stream, respond: events('event') }),
  route(exportEvents, 'GET', '/events/export', { produces: 'application/jsonl', respond: file('event') }),
  route(showHeads, 'GET', '/audit/heads'),
  route(verifyRecords, 'POST', '/audit/verify'),
];
