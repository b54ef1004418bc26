import { z } from 'zod';
import { timeField } from '../../fields.ts';

const verdict = z.strictObject({ outcome: z.string(), code: z.string().nullable(), rule: z.string().nullable() });
const effect = z
  .enum(['refuses', 'admits', 'asks', 'otherwise'])
  .describe('what it means for whoever made the call; otherwise: it ends as before for another reason');
const example = z.strictObject({ subject: z.string(), grant: z.string(), time: z.string(), source: z.string() });

/** What a candidate makes of recorded calls: `same + changed + undecided = calls`. */
export const replayReportShape = z.strictObject({
  calls: z.number().int(),
  same: z.number().int(),
  changed: z.number().int(),
  undecided: z.number().int(),
  changes: z
    .array(z.strictObject({ effect, was: verdict, now: verdict, calls: z.number().int(), example }))
    .describe('kinds of change, the most frequent first'),
  cannotBeDecided: z.array(z.strictObject({ needs: z.string(), calls: z.number().int(), example })),
  notJudged: z.record(z.string(), z.number().int()).describe('records of what no policy decides, by what they are'),
});

/** A call that would end otherwise, or of which nobody can say how. */
export const replayedCallShape = z.strictObject({
  requestId: z.string(),
  time: timeField,
  grant: z.string(),
  server: z.string(),
  subject: z.string(),
  was: verdict,
  now: verdict.nullable().describe('null: it cannot be decided'),
  effect: effect.nullable(),
  needs: z.string().nullable().describe('what is wanting for a decision: a path of the policy language'),
});

/** Which calls were looked at. */
export const spanFields = {
  since: timeField.describe('from when on calls were looked at'),
  captured: z.number().int().describe('of how many calls the capture held more than the record'),
  complete: z.boolean().describe('false: there were more than are looked at, and these are the newest'),
  values: z.boolean().describe('whether captured values were used: for auditors, and who holds the data folder'),
};
