import { z } from 'zod';
import { currentDocument } from '../../configuration/current.ts';
import { configurationDocument } from '../../configuration/document.ts';
import { planOf } from '../../configuration/plan.ts';
import { defineVerb } from '../../define-verb.ts';
import { inPolicyThread } from '../../policy-thread/in-policy-thread.ts';
import { changeShape, readDocuments } from './change.ts';

/** What would change if a document were applied, policies in terms of what becomes allowed or denied. */
export const planConfiguration = defineVerb({
  name: 'configuration.plan',
  summary: 'Tells what would change if a document of servers, policies and grants were applied.',
  permission: 'grants:write',
  change: false,
  input: z.strictObject({ document: configurationDocument, prune: z.boolean().default(false) }),
  output: z.strictObject({ changes: z.array(changeShape) }),
  prepare: async ({ document, prune }, { sql, keys, now, actor }) => {
    await readDocuments(document, actor);
    const current = await currentDocument(sql, keys, now);
    const changes: z.input<typeof changeShape>[] = [];
    for (const planned of planOf(document, current, prune)) {
      const { kind, name, action } = planned;
      const was = current.policies[name];
      const is = document.policies[name];
      const compares = kind === 'policy' && action === 'change' && planned.fields.includes('text');
      const found =
        compares && was !== undefined && is !== undefined
          ? await inPolicyThread(actor, 'diff', { old: { name, ...was }, now: { name, ...is } }, 20_000)
          : undefined;
      const diff = found && { widening: found.widening, narrowing: found.narrowing, diff: { ...found } };
      changes.push({ ...planned, fields: [...planned.fields], policy: diff ?? null });
    }
    return changes;
  },
  run: async (_input, _context, changes) => ({ changes }),
});
