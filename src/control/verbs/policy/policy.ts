import type { Selectable } from 'kysely';
import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import type { Sql, Tables } from '../../../store/index.ts';
import { inParts } from '../../in-parts.ts';
import { notOfFile } from '../../registry/declared-by-file.ts';
import { policyNameField } from '../../registry/names.ts';
import { noSuch } from '../../registry/no-such.ts';
import type { Services } from '../../services.ts';

/** A policy as everybody who may sees it, without its text. */
export const policyShape = z.strictObject({
  origin: z.enum(['file', 'stored']).describe('file: declared by the configuration file, and read-only here'),
  id: z.string().nullable(),
  name: policyNameField,
  description: z.string(),
  activeVersion: z.number().int().nullable().describe('null: none is in force, and whoever has it is refused'),
  latestVersion: z.number().int().nullable(),
  observe: z.boolean().describe('the active version is on trial: what it would refuse is forwarded and recorded'),
  confirmed: z.boolean().describe('two people agreed to the active version'),
  createdBy: z.string().nullable(),
  createdAt: z.number().nullable(),
  updatedAt: z.number().nullable(),
});

export const versionShape = z.strictObject({
  version: z.number().int(),
  format: z.enum(['json', 'yaml']),
  note: z.string(),
  author: z.string(),
  createdAt: z.number(),
  state: z.enum(['active', 'draft', 'former']).describe('draft: was never in force'),
});

export const proposalShape = z.strictObject({
  version: z.number().int(),
  observe: z.boolean(),
  requestedBy: z.string(),
  requestedAt: z.number(),
});

export const documentFields = {
  text: z.string().min(1).max(1_048_576, 'must have at most 1 MiB').describe('the document'),
  format: z.enum(['json', 'yaml']).default('json'),
};

/** A policy as it is stored, with everything of it. */
export type WholePolicyRow = Selectable<Tables['policy']>;

export const policyColumns = [
  'id',
  'name',
  'description',
  'active_version',
  'latest_version',
  'observe',
  'confirmed',
  'created_by',
  'created_at',
  'updated_at',
] as const;

export function policyOf(row: Pick<WholePolicyRow, (typeof policyColumns)[number]>): z.output<typeof policyShape> {
  return {
    origin: 'stored',
    id: row.id,
    name: row.name,
    description: row.description,
    activeVersion: row.active_version,
    latestVersion: row.latest_version,
    observe: row.observe !== 0,
    confirmed: row.confirmed !== 0,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function policyOfFile(name: string): z.output<typeof policyShape> {
  return {
    origin: 'file',
    id: null,
    name,
    description: '',
    activeVersion: null,
    latestVersion: null,
    observe: false,
    confirmed: false,
    createdBy: null,
    createdAt: null,
    updatedAt: null,
  };
}

/**
 * A stored policy, for a change of it.
 *
 * @throws Fault `conflict` when the file declares it, `not_found`
 */
export async function storedPolicy(tx: Sql, services: Services, name: string): Promise<WholePolicyRow> {
  notOfFile(services, 'policy', name);
  const row = await tx
    .selectFrom('policy')
    .selectAll()
    .where('name', '=', name)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', await noSuch(tx, services, 'policy', name));
  return row;
}

/** Stored policies, by name; what is not there is absent. */
export async function storedPolicies(tx: Sql, names: readonly string[]): Promise<ReadonlyMap<string, WholePolicyRow>> {
  const found = new Map<string, WholePolicyRow>();
  await inParts(names, async (part) => {
    const rows = tx.selectFrom('policy').selectAll().where('name', 'in', part).where('removed_at', 'is', null);
    for (const row of await rows.execute()) found.set(row.name, row);
  });
  return found;
}

/** @throws Fault `not_found` */
export async function versionText(
  sql: Sql,
  { id, name }: { readonly id: string; readonly name: string },
  version: number,
) {
  const row = await sql
    .selectFrom('policy_version')
    .selectAll()
    .where('policy_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', `the policy ${name} has no version ${version}`);
  return { name, text: row.text, format: row.format === 'yaml' ? ('yaml' as const) : ('json' as const), row };
}
