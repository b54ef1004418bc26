import { z } from 'zod';
import { idField, timeField } from '../../fields.ts';

export const slugField = z.string().min(1).max(64);

/** What was decided about a definition. */
export const definitionState = z.enum(['approved', 'waiting', 'rejected']);

/** A definition of a tool, without its text. */
export const definitionShape = z.strictObject({
  id: idField,
  server: z.string(),
  tool: z.string(),
  hash: z.string(),
  state: definitionState,
  /** Of one that is not approved: whether the tool has another definition that is. */
  change: z.enum(['new', 'changed']).nullable(),
  seenAt: timeField,
  decidedAt: timeField.nullable(),
  decidedBy: z.string().nullable(),
});

interface DefinitionRow {
  readonly id: string;
  readonly server: string;
  readonly tool: string;
  readonly hash: string;
  readonly state: string;
  readonly seen_at: number;
  readonly decided_at: number | null;
  readonly decided_by: string | null;
  /** How many other definitions of the tool are approved. */
  readonly others: number | string | bigint;
}

/** The columns that `definitionOf` reads, besides `others`. */
export const definitionColumns = [
  'd.id',
  'd.server',
  'd.tool',
  'd.hash',
  'd.state',
  'd.seen_at',
  'd.decided_at',
  'd.decided_by',
] as const;

export function definitionOf(row: DefinitionRow): z.input<typeof definitionShape> {
  const state = definitionState.parse(row.state);
  const change = Number(row.others) > 0 ? 'changed' : 'new';
  return {
    id: row.id,
    server: row.server,
    tool: row.tool,
    hash: row.hash,
    state,
    change: state === 'approved' ? null : change,
    seenAt: row.seen_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
  };
}
