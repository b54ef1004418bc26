import { z } from 'zod';
import { roleOf } from '../../../accounts/index.ts';
import { idField, nameField, roleField, timeField } from '../../fields.ts';

/** An API key as everybody who may sees it: never the key itself. */
export const apiKeyShape = z.strictObject({
  id: idField,
  name: nameField,
  role: roleField,
  createdBy: z.string(),
  madeWith: z
    .string()
    .nullable()
    .describe('id of the key that it was made with, with which it goes; null: a person made it'),
  createdAt: timeField,
  expiresAt: timeField.nullable(),
  lastUsedAt: timeField.nullable(),
});

interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly created_by: string;
  readonly made_with: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly used_at: number | null;
}

/** The columns that `apiKeyOf` reads. */
export const apiKeyColumns = [
  'id',
  'name',
  'role',
  'created_by',
  'made_with',
  'created_at',
  'expires_at',
  'used_at',
] as const;

export function apiKeyOf(row: ApiKeyRow): z.input<typeof apiKeyShape> {
  const role = roleOf(row.role);
  if (role === undefined) throw new Error(`the API key ${row.id} has a role that is none`);
  return {
    id: row.id,
    name: row.name,
    role,
    createdBy: row.created_by,
    madeWith: row.made_with.split(' ').at(-1) || null,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.used_at,
  };
}
