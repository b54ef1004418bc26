import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { inPolicyThread } from '../../policy-thread/in-policy-thread.ts';
import { documentField } from './document.ts';

const remark = { pointer: z.string(), line: z.number().int(), column: z.number().int(), message: z.string() };

/** What `toolgate policy check` says of a document: every error with its place, and what is probably not meant. */
export const checkPolicy = defineVerb({
  name: 'policy.check',
  summary: 'Reads a policy document and says what is wrong in it, and what is valid but probably not meant.',
  permission: 'policies:read',
  change: false,
  input: z.strictObject({ document: documentField }),
  output: z.strictObject({
    valid: z.boolean(),
    errors: z.array(
      z.strictObject({ ...remark, expected: z.string(), found: z.string(), nearest: z.string().nullable() }),
    ),
    warnings: z.array(z.strictObject({ ...remark, code: z.string() })),
  }),
  prepare: ({ document }, { actor }) => inPolicyThread(actor, 'check', document),
  run: async (_input, _context, { valid, errors, warnings }) => ({
    valid,
    errors: [...errors],
    warnings: [...warnings],
  }),
});
