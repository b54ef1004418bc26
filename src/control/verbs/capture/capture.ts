import { z } from 'zod';
import { idField, timeField } from '../../fields.ts';

export const levelField = z
  .enum(['off', 'paths', 'full'])
  .describe(
    'full: whole arguments; paths: the values that the policy’s `audit` names, with class and tags; off: nothing',
  );

/** A rule of the capture: whose calls, how much of them, for how long. */
export const captureRuleShape = z.strictObject({
  origin: z.enum(['file', 'stored']).describe('file: declared by the configuration file, which wins'),
  id: idField.nullable(),
  grant: z.string().nullable().describe('id or label; null: every grant'),
  server: z.string().nullable().describe('slug; null: every server'),
  level: levelField,
  retentionMs: z.number().int(),
  setBy: z.string().nullable(),
  setAt: timeField.nullable(),
});

/** A captured call as it stands in lists: nothing of what was captured. */
export const captureShape = z.strictObject({
  requestId: z.string(),
  time: timeField,
  expiresAt: timeField,
  grant: z.strictObject({ id: z.string(), label: z.string() }),
  server: z.string(),
  tool: z.string(),
  level: levelField,
  bytes: z.number().int(),
});

export const captureColumns = [
  'request_id',
  'time',
  'expires_at',
  'grant_id',
  'label',
  'server',
  'tool',
  'level',
  'bytes',
] as const;

interface CaptureRow {
  readonly request_id: string;
  readonly time: number;
  readonly expires_at: number;
  readonly grant_id: string;
  readonly label: string;
  readonly server: string;
  readonly tool: string;
  readonly level: string;
  readonly bytes: number;
}

export function captureOf(row: CaptureRow): z.output<typeof captureShape> {
  return {
    requestId: row.request_id,
    time: row.time,
    expiresAt: row.expires_at,
    grant: { id: row.grant_id, label: row.label },
    server: row.server,
    tool: row.tool,
    level: levelField.parse(row.level),
    bytes: row.bytes,
  };
}
