import { z } from 'zod';
import { readCaptured } from '../../../captures/index.ts';
import { Fault } from '../../../kernel/index.ts';
import { captureContext } from '../../captures/capture-context.ts';
import { defineVerb } from '../../define-verb.ts';
import { wrongField } from '../../input-fault.ts';
import { merged } from '../../merged.ts';
import { cut, pageFields, pageOf } from '../../page.ts';
import { behind } from '../behind.ts';
import { captureColumns, captureOf, captureShape } from './capture.ts';

const filter = {
  grant: z.string().max(200).optional().describe('id or label'),
  server: z.string().max(64).optional(),
  since: z.coerce.number().int().optional().describe('arrived at or after, ms since the epoch'),
  until: z.coerce.number().int().optional().describe('arrived before, ms since the epoch'),
};

export const listCaptures = defineVerb({
  name: 'capture.list',
  summary: 'Lists captured calls, the newest first, without what was captured.',
  permission: 'captures:read',
  change: false,
  input: z.strictObject({ ...pageFields, ...filter }),
  output: pageOf(captureShape),
  run: async ({ grant, server, since, until, ...page }, { tx, now }) => {
    const read = (column?: 'grant_id' | 'label') => {
      let query = tx.selectFrom('capture').select(captureColumns).where('expires_at', '>', now);
      if (column !== undefined && grant !== undefined) query = query.where(column, '=', grant);
      if (server !== undefined) query = query.where('server', '=', server);
      if (since !== undefined) query = query.where('time', '>=', since);
      if (until !== undefined) query = query.where('time', '<', until);
      return behind(query, ['time', 'request_id'], page).execute();
    };
    const both = grant === undefined ? [await read()] : await Promise.all([read('grant_id'), read('label')]);
    const rows = merged(
      both,
      ({ request_id }) => request_id,
      (a, b) => b.time - a.time || (a.request_id < b.request_id ? 1 : -1),
      page.limit + 1,
    );
    return cut(rows, page.limit, ({ time, request_id }) => ({ at: time, id: request_id }), captureOf);
  },
});

/** Shows what was captured of one call. A reading is a change of the record: it stands there. */
export const showCapture = defineVerb({
  name: 'capture.show',
  summary: 'Shows what was captured of a call, to auditors alone. Each reading is on the record.',
  permission: 'captures:read',
  change: true,
  input: z.strictObject({ request: z.string().regex(/^[0-9a-f-]{1,64}$/, 'must be the id of a request') }),
  output: captureShape.extend({
    arguments: z.record(z.string(), z.unknown()).nullable().describe('whole; null at the level paths'),
    values: z.record(z.string(), z.unknown()).nullable().describe('by path, at the level paths'),
    facts: z.strictObject({
      category: z.string(),
      severity: z.string(),
      annotations: z.record(z.string(), z.unknown()),
    }),
    tags: z.record(z.string(), z.string()),
  }),
  run: async ({ request }, { tx, now, seal, event }) => {
    const row = await tx
      .selectFrom('capture')
      .select([...captureColumns, 'sealed'])
      .where('request_id', '=', request)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    if (row === undefined) throw new Fault('not_found', 'nothing was captured of this call, or its time is over');
    const text = seal.open('captured-arguments', row.sealed, captureContext(request)).toString('utf8');
    const { arguments: args = null, values = null, facts, tags } = readCaptured(text);
    event({ request, grant: row.label, server: row.server, tool: row.tool });
    return { ...captureOf(row), arguments: args, values, facts, tags };
  },
});

/** Removes captured calls before their time. */
export const removeCaptures = defineVerb({
  name: 'capture.remove',
  summary: 'Removes what was captured, of a grant, to a server, or before a moment; the record stays.',
  permission: 'installation:write',
  change: true,
  input: z.strictObject({ ...filter, all: z.stringbool().optional().describe('where nothing else is named') }),
  output: z.strictObject({ removed: z.number().int() }),
  run: async ({ grant, server, since, until, all }, { tx, event }) => {
    if (all !== true && [grant, server, since, until].every((one) => one === undefined)) {
      throw wrongField('all', 'name a grant, a server or a time, or say all');
    }
    let query = tx.deleteFrom('capture');
    if (grant !== undefined) query = query.where((x) => x.or([x('grant_id', '=', grant), x('label', '=', grant)]));
    if (server !== undefined) query = query.where('server', '=', server);
    if (since !== undefined) query = query.where('time', '>=', since);
    if (until !== undefined) query = query.where('time', '<', until);
    const removed = Number((await query.executeTakeFirst()).numDeletedRows);
    event({ grant: grant ?? null, server: server ?? null, since: since ?? null, until: until ?? null, removed });
    return { removed };
  },
});
