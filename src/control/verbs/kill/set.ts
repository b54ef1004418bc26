import { z } from 'zod';
import { targetWords } from '../../../kills/index.ts';
import { tell } from '../../../notify/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { wrongField } from '../../input-fault.ts';
import { targetOf } from '../../kills/kill-row.ts';
import { killColumns, killOf, killShape } from './kill.ts';

/** Stops everything, a grant, a server or a tool, at once. */
export const setKill = defineVerb({
  name: 'kill.set',
  summary:
    'Stops everything, a grant, a server or a tool at once: new calls are refused, those under way are cancelled, sessions end.',
  permission: 'kill:write',
  change: true,
  input: z.strictObject({
    all: z.literal(true).optional(),
    grant: z.string().min(1).max(200).optional().describe('id or label'),
    server: z.string().min(1).max(64).optional(),
    tool: z.string().min(1).max(128).optional().describe('name; with `server` on that server, without it on every one'),
    reason: z.string().max(500).optional(),
  }),
  output: z.strictObject({ kill: killShape }),
  run: async ({ all, grant, server, tool, reason }, { tx, actor, now, ids, event, changed }) => {
    const kind = kindOf({ all, grant, server, tool });
    const by = `${actor.kind}:${actor.id}`;
    const target = { kind, grant_name: grant ?? null, server: server ?? null, tool: tool ?? null };
    // What is stopped already is stopped: the second word changes nothing, and is on the record.
    const known = (await tx.selectFrom('kill').select(killColumns).where('kind', '=', kind).execute()).find(
      (row) => row.grant_name === target.grant_name && row.server === target.server && row.tool === target.tool,
    );
    const row = known ?? { id: ids.id(), ...target, reason: reason ?? null, since: now, by };
    if (known === undefined) {
      await tx.insertInto('kill').values(row).execute();
      const words = targetWords(targetOf(row));
      await tell(tx, { type: 'kill.set', data: { kill: row.id, target: words, by } }, now);
    }
    event({ kill: row.id, ...target, reason: reason ?? null });
    changed();
    return { kill: killOf(row) };
  },
});

/** @throws InputFault unless exactly one thing is named */
function kindOf(named: {
  readonly all: true | undefined;
  readonly grant: string | undefined;
  readonly server: string | undefined;
  readonly tool: string | undefined;
}): 'all' | 'grant' | 'server' | 'tool' {
  const { all, grant, server, tool } = named;
  if (all && grant === undefined && server === undefined && tool === undefined) return 'all';
  if (!all && grant !== undefined && server === undefined && tool === undefined) return 'grant';
  if (!all && grant === undefined && tool !== undefined) return 'tool';
  if (!all && grant === undefined && server !== undefined) return 'server';
  throw wrongField('all', 'name one of all, grant, server, and tool (with or without a server)');
}
