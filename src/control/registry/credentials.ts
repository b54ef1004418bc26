import { type KeyRing, sealCredential } from '../../seal/index.ts';
import type { Sql } from '../../store/index.ts';
import { organization } from './organization.ts';

/** Whose credentials they are. */
export interface CredentialOwner {
  readonly id: string;
  readonly dataKey: string;
  /** The origin of its URL: a value is sealed for it. */
  readonly origin: string;
}

/** The field under which a header is sealed. */
export function headerField(name: string): string {
  return `header:${name.toLowerCase()}`;
}

/** Seals a value and keeps it in the place of what was there. */
export async function keepCredential(
  tx: Sql,
  keys: KeyRing,
  { id, dataKey, origin }: CredentialOwner,
  field: string,
  value: string,
  now: number,
): Promise<void> {
  const sealed = sealCredential(keys, dataKey, { organization, record: id, field, origin }, value);
  await tx
    .insertInto('credential')
    .values({ server_id: id, field, origin, sealed, updated_at: now })
    .onConflict((on) => on.columns(['server_id', 'field']).doUpdateSet({ origin, sealed, updated_at: now }))
    .execute();
}

export async function dropCredential(tx: Sql, id: string, field: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('credential')
    .where('server_id', '=', id)
    .where('field', '=', field)
    .returning('field')
    .execute();
  return gone.length > 0;
}

/** Takes all of them away: the server has another origin now, and none of them may go there. @returns their fields */
export async function dropCredentials(tx: Sql, id: string): Promise<string[]> {
  const gone = await tx.deleteFrom('credential').where('server_id', '=', id).returning('field').execute();
  return gone.map(({ field }) => field);
}

/** What is sealed for each of these servers. */
export async function credentialFields(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await sql
    .selectFrom('credential')
    .select(['server_id', 'field'])
    .where('server_id', 'in', ids)
    .execute();
  const fields = new Map<string, string[]>();
  for (const { server_id, field } of rows) fields.set(server_id, [...(fields.get(server_id) ?? []), field]);
  return fields;
}
