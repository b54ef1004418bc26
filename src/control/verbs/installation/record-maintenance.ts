import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';

/** Puts on record what a command did to the installation as a whole: a backup that left it, a backup that it is now. */
export const recordMaintenance = defineVerb({
  name: 'installation.maintained',
  summary: 'Records that the installation was backed up or restored.',
  permission: 'installation:write',
  change: true,
  input: z.strictObject({
    what: z.enum(['installation.backed_up', 'installation.restored']),
    detail: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  output: z.strictObject({}),
  run: async ({ what, detail }, { event }) => {
    event(detail, what);
    return {};
  },
});
