import { z } from 'zod';
import { may } from '../../../accounts/index.ts';
import { currentDocument } from '../../configuration/current.ts';
import { type ConfigurationDocument, configurationDocument } from '../../configuration/document.ts';
import { type PlannedChange, planOf } from '../../configuration/plan.ts';
import { defineVerb, type VerbContext } from '../../define-verb.ts';
import { lacksPermission } from '../../lacks-permission.ts';
import { savePolicy } from '../policy/index.ts';
import { storedPolicies } from '../policy/policy.ts';
import { removePolicies } from '../policy/remove-policies.ts';
import { savePolicies } from '../policy/save-policies.ts';
import { createServer, removeServer, updateServer } from '../server/index.ts';
import { applyGrants } from './apply-grants.ts';
import { changeShape, readDocuments } from './change.ts';

/**
 * Makes the store what a document says, whole or not at all. What happens is done by the verbs that do it one by one,
 * each with its own permission and its own event; to policies and grants, by what their verbs do it with, all of them at once. The same
 * document again changes nothing.
 */
export const applyConfiguration = defineVerb({
  name: 'configuration.apply',
  summary: 'Makes servers, policies and grants what a document says, whole or not at all.',
  permission: 'grants:write',
  change: true,
  input: z.strictObject({
    document: configurationDocument,
    prune: z.boolean().default(false).describe('take away what is stored and not named'),
    note: z.string().max(2_000).default(''),
  }),
  output: z.strictObject({
    changes: z.array(changeShape),
    tokens: z.record(z.string(), z.string()).describe('of the grants that were made, by label; shown once'),
  }),
  // Not one by one later on: whoever waits for the thread in a transaction keeps all others from theirs, and so from stopping
  // anything.
  prepare: ({ document }, { actor }) => readDocuments(document, actor),
  run: async ({ document, prune, note }, context) => {
    const { tx, keys, now, event, call } = context;
    const current = await currentDocument(tx, keys, now);
    const plan = planOf(document, current, prune);
    const policies = new Map(Object.entries(document.policies));
    event({ changes: plan.length, prune, note });
    const of = (kind: PlannedChange['kind'], action: PlannedChange['action']) =>
      plan.filter((change) => change.kind === kind && change.action === action);
    // In the order in which it can be done: what a grant opens is there before it, and goes after it.
    for (const { name } of of('server', 'create')) await makeServer(name, document, context);
    for (const { name } of of('server', 'change')) await changeServer(name, document, current, context);
    const written = [...of('policy', 'create'), ...of('policy', 'change')];
    const gone = of('policy', 'remove').map(({ name }) => name);
    const { permission } = savePolicy;
    if (written.length + gone.length > 0 && !may(context.actor, permission)) throw lacksPermission(permission);
    await savePolicies(
      context,
      written.flatMap(({ name }) => {
        const wanted = policies.get(name);
        return wanted === undefined ? [] : [{ name, ...wanted, note, activate: true }];
      }),
    );
    const tokens = await applyGrants(context, document, {
      create: of('grant', 'create'),
      change: of('grant', 'change'),
      remove: of('grant', 'remove'),
    });
    if (gone.length > 0) {
      const stored = await storedPolicies(tx, gone);
      await removePolicies(context, [...stored.values()]);
    }
    for (const { name } of of('server', 'remove')) await call(removeServer, { slug: name });
    return { changes: plan.map((change) => ({ ...change, fields: [...change.fields] })), tokens };
  },
});

async function makeServer(slug: string, document: ConfigurationDocument, { call }: VerbContext): Promise<void> {
  const wanted = document.servers[slug];
  if (wanted !== undefined) await call(createServer, { slug, ...wanted });
}

/** Headers that the document does not name are taken away. */
async function changeServer(
  slug: string,
  document: ConfigurationDocument,
  current: ConfigurationDocument,
  { call }: VerbContext,
): Promise<void> {
  const wanted = document.servers[slug];
  if (wanted === undefined) return;
  const kept = new Set(Object.keys(wanted.headers).map((header) => header.toLowerCase()));
  const before = Object.keys(current.servers[slug]?.headers ?? {});
  const gone = before.filter((header) => !kept.has(header)).map((header) => [header, null] as const);
  await call(updateServer, { slug, ...wanted, headers: { ...wanted.headers, ...Object.fromEntries(gone) } });
}
