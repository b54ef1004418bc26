import { z } from 'zod';
import { type KillTarget, targetWords } from '../../../kills/index.ts';
import { idField, timeField } from '../../fields.ts';
import { targetOf } from '../../kills/kill-row.ts';

/** A stop that is in force. */
export const killShape = z.strictObject({
  id: idField,
  kind: z.enum(['all', 'grant', 'server', 'tool']),
  grant: z.string().nullable().describe('id or label'),
  server: z.string().nullable(),
  tool: z.string().nullable(),
  target: z.string().describe('in words'),
  reason: z.string().nullable(),
  since: timeField,
  by: z.string(),
});

interface KillRow {
  readonly id: string;
  readonly kind: string;
  readonly grant_name: string | null;
  readonly server: string | null;
  readonly tool: string | null;
  readonly reason: string | null;
  readonly since: number;
  readonly by: string;
}

export const killColumns = ['id', 'kind', 'grant_name', 'server', 'tool', 'reason', 'since', 'by'] as const;

export function killOf(row: KillRow): z.input<typeof killShape> {
  const target: KillTarget = targetOf(row);
  return {
    id: row.id,
    kind: target.kind,
    grant: row.grant_name,
    server: row.server,
    tool: row.tool,
    target: targetWords(target),
    reason: row.reason,
    since: row.since,
    by: row.by,
  };
}
