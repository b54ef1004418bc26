import { Fault } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import type { VerbContext } from '../../define-verb.ts';
import { inParts } from '../../in-parts.ts';
import { notOfFile } from '../../registry/declared-by-file.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { type Activation, activateIn } from './activate-in.ts';
import { keepPolicies } from './keep-policies.ts';
import type { WholePolicyRow } from './policy.ts';

/** A document that is to be the next version of a policy: it was read, and is valid. */
export interface NewVersion {
  readonly name: string;
  readonly text: string;
  readonly format: 'json' | 'yaml';
  readonly note: string;
  /** The version that this text was made from. */
  readonly base?: number | undefined;
  readonly description?: string | undefined;
  readonly activate: boolean;
  readonly observe: boolean;
}

export interface SavedVersion {
  /** The policy as it is now. */
  readonly row: WholePolicyRow;
  readonly version: number;
  /** `false`: the newest version has this very text. */
  readonly saved: boolean;
  readonly activation: Activation | undefined;
}

/**
 * Saves one document or ten thousand, each as the next version of its policy, with an event for each. For as long as this
 * takes nobody else can change anything, and so not stop anything either: what there is is asked for once for a hundred.
 *
 * @param context of a verb for which `policies:write` is needed
 * @param wanted each of another name
 * @throws Fault `conflict`
 */
export async function savePolicies(
  context: VerbContext,
  wanted: readonly NewVersion[],
): Promise<readonly SavedVersion[]> {
  notOfFile(
    context.services,
    'policy',
    wanted.map(({ name }) => name),
  );
  const done: SavedVersion[] = [];
  await inParts(wanted, async (part) => void done.push(...(await savePart(context, part))));
  return done;
}

async function savePart(context: VerbContext, part: readonly NewVersion[]): Promise<SavedVersion[]> {
  const { tx, actor, now, event } = context;
  const author = `${actor.kind}:${actor.id}`;
  const known = await policiesNamed(
    tx,
    part.map(({ name }) => name),
  );
  const texts = await newestTexts(tx, [...known.values()]);
  const revision = known.size < part.length ? await nextRevision(tx) : 0;
  const saving = part.map((one) => {
    const before = known.get(one.name);
    const id = before?.id ?? context.ids.id();
    const newest = texts.get(id);
    const saved = newest?.text !== one.text || newest.format !== one.format;
    const latest = before?.latest_version ?? 0;
    if (saved && one.base !== undefined && one.base !== latest) {
      throw new Fault('conflict', `version ${latest} was saved meanwhile, and this text goes on from ${one.base}`);
    }
    const row: WholePolicyRow = {
      ...(before ?? { active_version: null, observe: 0, confirmed: 0, created_by: author, created_at: now, revision }),
      id,
      name: one.name,
      description: one.description ?? before?.description ?? '',
      latest_version: saved ? latest + 1 : latest,
      removed_at: null,
      updated_at: now,
    };
    return { one, row, saved };
  });
  await keepPolicies(
    tx,
    saving.map(({ row }) => row),
  );
  const versions = saving.filter(({ saved }) => saved);
  await inParts(versions, (some) =>
    tx
      .insertInto('policy_version')
      .values(
        some.map(({ one: { format, text, note }, row }) => ({
          policy_id: row.id,
          version: row.latest_version,
          format,
          text,
          note,
          author,
          created_at: now,
        })),
      )
      .execute(),
  );
  for (const { one, row, saved } of saving) {
    event({ policy: row.name, id: row.id, version: row.latest_version, saved, note: one.note }, 'policy.save');
  }
  const activated = await activateIn(
    context,
    saving
      .filter(({ one }) => one.activate)
      .map(({ one, row }) => ({ policy: row, version: row.latest_version, observe: one.observe })),
  );
  return saving.map(({ row, saved }) => {
    const activation = activated.get(row.id);
    const after = activation?.state === 'active' ? activation.row : row;
    return { row: after, version: row.latest_version, saved, activation };
  });
}

/**
 * The policies of those names, or the ones that were removed last: each goes on with its own versions, so that a version in a
 * record never names two texts.
 */
async function policiesNamed(tx: Sql, names: readonly string[]): Promise<ReadonlyMap<string, WholePolicyRow>> {
  const rows = await tx
    .selectFrom('policy')
    .selectAll()
    .where('name', 'in', names)
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .execute();
  const found = new Map<string, WholePolicyRow>();
  for (const row of rows) {
    if (row.removed_at === null) found.set(row.name, row);
    else if (!found.has(row.name)) found.set(row.name, { ...row, active_version: null, observe: 0, confirmed: 0 });
  }
  return found;
}

/** The newest text of each of these policies, by its id. */
async function newestTexts(tx: Sql, policies: readonly WholePolicyRow[]) {
  const found = new Map<string, { readonly text: string; readonly format: string }>();
  await inParts(policies, async (part) => {
    const rows = await tx
      .selectFrom('policy_version')
      .innerJoin('policy', (join) =>
        join
          .onRef('policy.id', '=', 'policy_version.policy_id')
          .onRef('policy.latest_version', '=', 'policy_version.version'),
      )
      .select(['policy.id', 'policy_version.text', 'policy_version.format'])
      .where(
        'policy.id',
        'in',
        part.map(({ id }) => id),
      )
      .execute();
    for (const { id, text, format } of rows) found.set(id, { text, format });
  });
  return found;
}
