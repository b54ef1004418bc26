import { z } from 'zod';
import type { PolicyChange } from '../../../lab/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { wrongField } from '../../input-fault.ts';
import { inPolicyThread } from '../../policy-thread/in-policy-thread.ts';
import { documentField } from './document.ts';

const verdict = z.strictObject({ outcome: z.string(), code: z.string().nullable(), rule: z.string().nullable() });

/** What became allowed, held or refused between two documents, as calls: `toolgate policy diff`. */
export const comparePolicies = defineVerb({
  name: 'policy.compare',
  summary: 'Says what became allowed, held, refused or limited otherwise between two policy documents, as calls.',
  permission: 'policies:read',
  change: false,
  input: z.strictObject({
    before: documentField,
    after: documentField,
    tools: z
      .array(z.string().max(128))
      .max(2_000)
      .optional()
      .describe('the names to speak of; all that matter when absent'),
  }),
  output: z.strictObject({
    widening: z.boolean(),
    narrowing: z.boolean(),
    proven: z.strictObject({ widening: z.boolean(), narrowing: z.boolean() }),
    document: z.array(
      z.strictObject({ pointer: z.string(), from: z.string(), to: z.string(), widening: z.boolean().nullable() }),
    ),
    items: z.array(
      z.strictObject({
        kind: z.enum(['tool', 'resource', 'prompt']),
        name: z.string(),
        single: z.boolean(),
        globs: z.array(z.string()),
        changes: z.array(
          z.strictObject({
            what: z.enum(['allowed', 'held', 'refused', 'terms', 'limits', 'shown', 'unlisted']),
            widening: z.boolean(),
            from: verdict.nullable(),
            to: verdict.nullable(),
            removed: z.array(z.string()),
            added: z.array(z.string()),
            example: z.string().nullable().describe('a call that shows it, as JSON'),
          }),
        ),
      }),
    ),
  }),
  prepare: async ({ before, after, tools }, { actor }) => {
    const text = (of: string) => ({ name: 'policy', text: of, format: 'json' as const });
    const known = tools?.map((name) => ({ name }));
    const both = { old: text(before), now: text(after), tools: known };
    const found = await inPolicyThread(actor, 'diff', both, 20_000);
    if (found === undefined) throw wrongField('after', 'both must be policies without errors');
    return found;
  },
  run: async (_input, _context, found) => {
    return {
      widening: found.widening,
      narrowing: found.narrowing,
      proven: { ...found.proven },
      document: found.document.map(({ pointer, from, to, widening }) => ({
        pointer,
        from: String(from),
        to: String(to),
        widening: widening ?? null,
      })),
      items: found.items
        .filter(({ changes }) => changes.length > 0)
        .map(({ kind, name, single, globs, changes }) => ({
          kind,
          name,
          single,
          globs: [...globs],
          changes: changes.map(told),
        })),
    };
  },
});

function told(change: PolicyChange) {
  const nothing = { from: null, to: null, removed: [], added: [] };
  switch (change.kind) {
    case 'call': {
      const said = ({ outcome, code, rule }: typeof change.from) => ({ outcome, code, rule });
      const { became: what, widening, from, to, example } = change;
      return { ...nothing, what, widening, from: said(from), to: said(to), example: JSON.stringify(example) };
    }
    case 'limits':
      return {
        ...nothing,
        what: 'limits' as const,
        widening: change.widening,
        removed: [...change.removed],
        added: [...change.added],
        example: change.example === undefined ? null : JSON.stringify(change.example),
      };
    case 'listing':
      return {
        ...nothing,
        what: change.shown ? ('shown' as const) : ('unlisted' as const),
        widening: false,
        example: null,
      };
  }
}
