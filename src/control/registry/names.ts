import { z } from 'zod';

/** As the configuration file has them (`config/names.ts`). */
export const slugField = z
  .string()
  .regex(
    /^[a-z0-9](?:-?[a-z0-9]){0,30}$/,
    'must be a slug: lower-case letters and digits, single hyphens between them, at most 31',
  )
  .refine((slug) => slug !== 'catalog', 'this slug is reserved');

export const policyNameField = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be a name: 1 to 64 letters, digits or . _ -');

export const labelField = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,63}$/, 'must be a label: 1 to 64 letters, digits or . _ : @ / + -');

/** A line or more for people. */
export const noteField = z.string().max(2_000, 'must have at most 2000 characters');
