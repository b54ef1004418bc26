import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { GrantConfig } from '../../../config/index.ts';
import { Fault } from '../../../kernel/index.ts';
import type { Sql, Tables } from '../../../store/index.ts';
import { inParts } from '../../in-parts.ts';
import { notOfFile } from '../../registry/declared-by-file.ts';
import { labelField, policyNameField, slugField } from '../../registry/names.ts';
import { noSuch } from '../../registry/no-such.ts';
import type { Services } from '../../services.ts';

/** Ids of grants that the configuration file declares begin so. */
const ofFile = 'file:';

export const tagsField = z
  .record(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "must be a tag's name"),
    z.string().regex(/^[^\0-\x1f]{0,256}$/, 'must be a string of at most 256 characters'),
  )
  .describe('read by conditions as grant.tags.<name>');

export const reachField = z.record(slugField, policyNameField).describe('server slug → policy name');

export const addressesField = z
  .array(z.string().max(64))
  .max(100)
  .describe('addresses or CIDR ranges that it may be used from; none: anywhere');

/** One of the file has an id that is longer than its label. */
export const grantRef = z
  .string()
  .min(1)
  .max(ofFile.length + 64)
  .describe('its id or label');

/** A grant as everybody who may sees it: never its token. */
export const grantShape = z.strictObject({
  origin: z.enum(['file', 'stored']).describe('file: declared by the configuration file, and read-only here'),
  id: z.string(),
  label: labelField,
  owner: z.string().nullable().describe('id of a user'),
  servers: reachField,
  tags: tagsField,
  addresses: addressesField,
  state: z.enum(['active', 'expired', 'revoked']),
  expiresAt: z.number().nullable(),
  lastUsedAt: z.number().nullable().describe('to the minute'),
  overlapUntil: z.number().nullable().describe('until when the token before this one still opens it'),
  createdBy: z.string().nullable(),
  createdAt: z.number().nullable(),
  rotatedAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
});

export type GrantView = z.output<typeof grantShape>;

export const grantColumns = [
  'access_grant.id as id',
  'access_grant.label as label',
  'access_grant.owner as owner',
  'access_grant.tags as tags',
  'access_grant.addresses as addresses',
  'access_grant.expires_at as expires_at',
  'access_grant.previous_until as previous_until',
  'access_grant.created_by as created_by',
  'access_grant.created_at as created_at',
  'access_grant.rotated_at as rotated_at',
  'access_grant.revoked_at as revoked_at',
] as const;

interface GrantRow {
  readonly id: string;
  readonly label: string;
  readonly owner: string | null;
  readonly tags: string;
  readonly addresses: string;
  readonly expires_at: number | null;
  readonly previous_until: number | null;
  readonly created_by: string;
  readonly created_at: number;
  readonly rotated_at: number | null;
  readonly revoked_at: number | null;
  readonly used_at?: number | null;
}

export function grantOf(row: GrantRow, servers: Readonly<Record<string, string>>, now: number): GrantView {
  const { expires_at: expiresAt, revoked_at: revokedAt, previous_until: until } = row;
  return {
    origin: 'stored',
    id: row.id,
    label: row.label,
    owner: row.owner,
    servers: { ...servers },
    tags: JSON.parse(row.tags) as Record<string, string>,
    addresses: JSON.parse(row.addresses) as string[],
    state: revokedAt !== null ? 'revoked' : expiresAt !== null && expiresAt <= now ? 'expired' : 'active',
    expiresAt,
    lastUsedAt: row.used_at ?? null,
    overlapUntil: until !== null && until > now ? until : null,
    createdBy: row.created_by,
    createdAt: row.created_at,
    rotatedAt: row.rotated_at,
    revokedAt,
  };
}

export function grantOfFile({ label, servers, tags }: GrantConfig, lastUsedAt: number | null): GrantView {
  return {
    origin: 'file',
    id: `${ofFile}${label}`,
    label,
    owner: null,
    servers: Object.fromEntries(servers),
    tags: Object.fromEntries(tags),
    addresses: [],
    state: 'active',
    expiresAt: null,
    lastUsedAt,
    overlapUntil: null,
    createdBy: null,
    createdAt: null,
    rotatedAt: null,
    revokedAt: null,
  };
}

/** When grants of the file were last used, by label. */
export async function lastUseByLabel(tx: Sql, grants: readonly GrantConfig[]): Promise<ReadonlyMap<string, number>> {
  if (grants.length === 0) return new Map();
  const ids = grants.map(({ label }) => `${ofFile}${label}`);
  const rows = await tx.selectFrom('grant_use').selectAll().where('grant_id', 'in', ids).execute();
  return new Map(rows.map(({ grant_id, used_at }) => [grant_id.slice(ofFile.length), used_at]));
}

/** What each of these grants opens: server → policy. */
export async function reachOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Record<string, string>>> {
  if (ids.length === 0) return new Map();
  const rows = await sql
    .selectFrom('grant_access')
    .selectAll()
    .where('grant_id', 'in', ids)
    .orderBy('grant_id')
    .orderBy('server')
    .execute();
  const reach = new Map<string, Record<string, string>>();
  for (const { grant_id, server, policy } of rows) reach.set(grant_id, { ...reach.get(grant_id), [server]: policy });
  return reach;
}

/** A grant as it is stored, with everything of it. */
export type WholeGrantRow = Selectable<Tables['access_grant']>;

/**
 * A stored grant that is not revoked, for a change of it.
 *
 * @param ref its id or label: an id before a label, for there may be a label of before labels that are ids were refused
 * @throws Fault `conflict` when the file declares it or it is revoked, `not_found`
 */
export async function storedGrant(tx: Sql, services: Services, ref: string): Promise<WholeGrantRow> {
  notOfFile(services, 'grant', ref.replace(/^file:/, ''));
  const rows = await tx
    .selectFrom('access_grant')
    .selectAll()
    .where((x) => x.or([x('id', '=', ref), x('label', '=', ref)]))
    .execute();
  const named = grantAmong(rows, ref);
  if (named === undefined) throw new Fault('not_found', await noSuch(tx, services, 'grant', ref));
  if (named.revoked_at !== null) throw new Fault('conflict', `the grant ${ref} is revoked`);
  return named;
}

/**
 * Whom a name means: the grant whose id it is, else the one of that label that is not revoked, else one that is.
 *
 * @param rows all whose id or label it is, those to be preferred first
 */
export function grantAmong<R extends Pick<WholeGrantRow, 'id' | 'revoked_at'>>(
  rows: readonly R[],
  ref: string,
): R | undefined {
  return rows.find(({ id }) => id === ref) ?? rows.find(({ revoked_at }) => revoked_at === null) ?? rows[0];
}

/** Stored grants that are not revoked, by label; what is not there is absent. */
export async function storedGrants(tx: Sql, labels: readonly string[]): Promise<ReadonlyMap<string, WholeGrantRow>> {
  const found = new Map<string, WholeGrantRow>();
  await inParts(labels, async (part) => {
    const rows = tx.selectFrom('access_grant').selectAll().where('label', 'in', part).where('revoked_at', 'is', null);
    for (const row of await rows.execute()) found.set(row.label, row);
  });
  return found;
}
