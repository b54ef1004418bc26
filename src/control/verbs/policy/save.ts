import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { readDocument } from '../../policy-thread/read-document.ts';
import { notOfFile } from '../../registry/declared-by-file.ts';
import { noteField, policyNameField } from '../../registry/names.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { activateIn, activationShape } from './activate-in.ts';
import { documentFields, policyOf, policyShape } from './policy.ts';

/**
 * Saves a document as the next version of a policy, which is made where there is none of that name. A draft unless it is
 * activated with it. The same text again is no new version.
 */
export const savePolicy = defineVerb({
  name: 'policy.save',
  summary: 'Saves a document as the next version of a policy: a draft, unless it is activated with it.',
  permission: 'policies:write',
  change: true,
  input: z.strictObject({
    name: policyNameField,
    ...documentFields,
    note: noteField.default('').describe('why'),
    base: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe('the version that this text was made from: refused where another one was saved meanwhile'),
    description: noteField.optional(),
    activate: z.boolean().default(false),
    observe: z.boolean().default(false).describe('activate on trial: refuse nothing, record what would be refused'),
  }),
  output: policyShape.extend({
    version: z.number().int(),
    saved: z.boolean().describe('false: the newest version has this very text'),
    warnings: z.array(z.string()),
    activation: activationShape.nullable(),
  }),
  prepare: ({ name, text, format }, { actor }) => readDocument({ name, text, format }, actor),
  run: async (input, context, warnings) => {
    const { tx, actor, now, ids, services, event, changed } = context;
    const { name, text, format, note, base, description, activate, observe } = input;
    notOfFile(services, 'policy', name);
    const author = `${actor.kind}:${actor.id}`;
    let row = await policyNamed(tx, name);
    if (row === undefined) {
      row = {
        id: ids.id(),
        name,
        description: description ?? '',
        active_version: null,
        observe: 0,
        confirmed: 0,
        latest_version: 0,
        created_by: author,
        created_at: now,
        updated_at: now,
        removed_at: null,
        revision: await nextRevision(tx),
      };
      await tx.insertInto('policy').values(row).execute();
    }
    const newest = await tx
      .selectFrom('policy_version')
      .select(['text', 'format'])
      .where('policy_id', '=', row.id)
      .where('version', '=', row.latest_version)
      .executeTakeFirst();
    const saved = newest?.text !== text || newest.format !== format;
    if (saved && base !== undefined && base !== row.latest_version) {
      throw new Fault(
        'conflict',
        `version ${row.latest_version} was saved meanwhile, and this text goes on from ${base}`,
      );
    }
    const version = saved ? row.latest_version + 1 : row.latest_version;
    if (saved) {
      await tx
        .insertInto('policy_version')
        .values({ policy_id: row.id, version, format, text, note, author, created_at: now })
        .execute();
    }
    const described = {
      description: description ?? row.description,
      latest_version: version,
      active_version: row.active_version,
      observe: row.observe,
      confirmed: row.confirmed,
      removed_at: null,
      updated_at: now,
    };
    await tx.updateTable('policy').set(described).where('id', '=', row.id).execute();
    row = { ...row, ...described };
    event({ policy: name, id: row.id, version, saved, note });
    const activation = activate ? await activateIn(context, row, version, observe) : null;
    if (activation?.state === 'active') changed();
    const after = activation?.state === 'active' ? { ...row, ...activation.row } : row;
    return { ...policyOf(after), version, saved, warnings: [...warnings], activation: activation && shown(activation) };
  },
});

/**
 * The policy of that name, or the one that was removed last: it goes on with its own versions, so that a version in a
 * record never names two texts.
 */
async function policyNamed(tx: Sql, name: string) {
  const rows = await tx
    .selectFrom('policy')
    .selectAll()
    .where('name', '=', name)
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .execute();
  const live = rows.find(({ removed_at }) => removed_at === null);
  if (live !== undefined) return live;
  const [last] = rows;
  return last === undefined ? undefined : { ...last, active_version: null, observe: 0, confirmed: 0 };
}

function shown({ state, version }: { readonly state: 'active' | 'proposed'; readonly version: number }) {
  return { state, version };
}
