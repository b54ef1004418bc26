import { z } from 'zod';
import { lint } from '../../../lab/index.ts';
import { readPolicy } from '../../../policy/index.ts';
import { defineVerb } from '../../define-verb.ts';
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
  run: async ({ document }) => {
    const read = readPolicy(document, 'json');
    if (!read.ok)
      return { valid: false, errors: read.errors.map((error) => ({ ...error })), warnings: [...read.warnings] };
    return { valid: true, errors: [], warnings: [...read.warnings, ...lint(read.policy)] };
  },
});
