import { z } from 'zod';
import { type Exception, isOpen } from '../../../approvals/index.ts';
import { idField, timeField } from '../../fields.ts';

/** Calls that need not ask for a while, and the change of the policy that this amounts to. */
export const exceptionShape = z.strictObject({
  id: idField,
  approval: idField.describe('the request that it came with'),
  open: z.boolean(),
  grant: z.strictObject({ id: z.string(), label: z.string() }),
  server: z.string(),
  subject: z.string(),
  policy: z.string(),
  rules: z.array(z.string()),
  arguments: z.enum(['same', 'any']),
  difference: z.string().describe('what it changes of the policy, as a sentence'),
  by: z.array(z.string()),
  createdAt: timeField,
  expiresAt: timeField,
  uses: z.number().int().nullable().describe('null: as often as one likes'),
  used: z.number().int(),
  revokedAt: timeField.nullable(),
});

export function exceptionItem(exception: Exception, now: number): z.input<typeof exceptionShape> {
  const { id, approval, grant, grantLabel, server, subject, policy, rules, by, createdAt, expiresAt, used } = exception;
  return {
    id,
    approval,
    open: isOpen(exception, now),
    grant: { id: grant, label: grantLabel },
    server,
    subject,
    policy,
    rules: [...rules],
    arguments: exception.arguments,
    difference: differenceOf(exception),
    by: [...by],
    createdAt,
    expiresAt,
    uses: exception.uses ?? null,
    used,
    revokedAt: exception.revokedAt ?? null,
  };
}

/** What an exception does to the policy, so that nobody has to work it out. */
function differenceOf({
  grantLabel,
  server,
  subject,
  rules,
  uses,
  expiresAt,
  arguments: which,
  approval,
}: Exception): string {
  const what = which === 'any' ? 'with any arguments' : `with the arguments of approval ${approval}`;
  const often = uses === undefined ? '' : `, ${uses} ${uses === 1 ? 'time' : 'times'} at most`;
  const until = new Date(expiresAt).toISOString();
  return (
    `${rules.join(', ')}: ask → allow, for ${subject} on ${server} by ${grantLabel} ${what}, until ${until}${often}. ` +
    'Everything else of the policy holds.'
  );
}
