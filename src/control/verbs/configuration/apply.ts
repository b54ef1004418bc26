import { z } from 'zod';
import { assertNever } from '../../../kernel/index.ts';
import { currentDocument } from '../../configuration/current.ts';
import { type ConfigurationDocument, configurationDocument } from '../../configuration/document.ts';
import { type PlannedChange, planOf } from '../../configuration/plan.ts';
import { defineVerb, type VerbContext } from '../../define-verb.ts';
import { createGrant, revokeGrant, updateGrant } from '../grant/index.ts';
import { removePolicy, savePolicy } from '../policy/index.ts';
import { createServer, removeServer, updateServer } from '../server/index.ts';
import { changeShape, readDocuments } from './change.ts';

/**
 * Makes the store what a document says, whole or not at all. What happens is done by the verbs that do it one by one,
 * each with its own permission and its own event. The same document again changes nothing.
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
  run: async ({ document, prune, note }, context, warnings) => {
    const { tx, keys, now, event } = context;
    const current = await currentDocument(tx, keys, now);
    const plan = planOf(document, current, prune);
    event({ changes: plan.length, prune, note });
    const tokens: Record<string, string> = {};
    for (const change of plan) {
      const token = await follow(change, document, current, { note, warnings }, context);
      if (token !== undefined) tokens[change.name] = token;
    }
    return { changes: plan.map((change) => ({ ...change, fields: [...change.fields] })), tokens };
  },
});

/** @returns the token of a grant that was made */
async function follow(
  { kind, name, action }: PlannedChange,
  document: ConfigurationDocument,
  current: ConfigurationDocument,
  { note, warnings }: { readonly note: string; readonly warnings: ReadonlyMap<string, readonly string[]> },
  { call }: VerbContext,
): Promise<string | undefined> {
  switch (kind) {
    case 'server': {
      const wanted = document.servers[name];
      if (wanted === undefined) await call(removeServer, { slug: name });
      else if (action === 'create') await call(createServer, { slug: name, ...wanted });
      else {
        const kept = new Set(Object.keys(wanted.headers).map((header) => header.toLowerCase()));
        const before = Object.keys(current.servers[name]?.headers ?? {});
        const gone = before.filter((header) => !kept.has(header)).map((header) => [header, null] as const);
        await call(updateServer, {
          slug: name,
          ...wanted,
          headers: { ...wanted.headers, ...Object.fromEntries(gone) },
        });
      }
      return undefined;
    }
    case 'policy': {
      const wanted = document.policies[name];
      if (wanted === undefined) await call(removePolicy, { name });
      else await call(savePolicy, { name, ...wanted, note, activate: true }, warnings.get(name) ?? []);
      return undefined;
    }
    case 'grant': {
      const wanted = document.grants[name];
      if (wanted === undefined) await call(revokeGrant, { grant: name });
      else if (action === 'create') return (await call(createGrant, { label: name, ...wanted })).token;
      else await call(updateGrant, { grant: name, ...wanted });
      return undefined;
    }
    default:
      return assertNever(kind);
  }
}
