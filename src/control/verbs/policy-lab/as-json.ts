import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { wrongField } from '../../input-fault.ts';
import { inPolicyThread } from '../../policy-thread/in-policy-thread.ts';
import { documentField } from './document.ts';

/** A policy that is written in YAML, as JSON: the visual builder changes JSON, and says beforehand what YAML held beside. */
export const policyAsJson = defineVerb({
  name: 'policy.as_json',
  summary: 'Writes a YAML policy document as JSON, and names the comments that JSON has no place for.',
  permission: 'policies:read',
  change: false,
  input: z.strictObject({ document: documentField.describe('the document, in YAML') }),
  output: z.strictObject({
    text: z.string().describe('the same document in JSON, in the same order'),
    comments: z.array(z.strictObject({ line: z.number().int(), column: z.number().int(), text: z.string() })),
  }),
  prepare: async ({ document }, { actor }) => {
    const made = await inPolicyThread(actor, 'asJson', document);
    if (made === undefined) throw wrongField('document', 'is no YAML that a policy may be written in');
    return made;
  },
  run: async (_input, _context, { text, comments }) => ({ text, comments: [...comments] }),
});
