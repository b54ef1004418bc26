import { z } from 'zod';
import type { Actor } from '../../../accounts/index.ts';
import type { ConfigurationDocument } from '../../configuration/document.ts';
import { InputFault } from '../../input-fault.ts';
import { inPolicyThread } from '../../policy-thread/in-policy-thread.ts';

/** One thing that would be, or was, made, changed or taken away. */
export const changeShape = z.strictObject({
  kind: z.enum(['server', 'policy', 'grant']),
  name: z.string(),
  action: z.enum(['create', 'change', 'remove']),
  fields: z.array(z.string()).describe('what of it changes'),
  policy: z
    .strictObject({ widening: z.boolean(), narrowing: z.boolean(), diff: z.looseObject({}) })
    .nullable()
    .default(null)
    .describe('where the text of a policy changes: what becomes allowed or denied'),
});

/**
 * Reads every policy of a document, in the thread for that.
 *
 * @param by who asks
 * @throws InputFault with the place of everything that is wrong
 */
export async function readDocuments(
  { policies }: ConfigurationDocument,
  by: Pick<Actor, 'kind' | 'id'>,
): Promise<void> {
  const named = Object.entries(policies).map(([name, { text, format }]) => ({ name, text, format }));
  const readings = await inPolicyThread(by, 'read', named, 20_000);
  const problems = readings.flatMap((reading, index) =>
    reading.ok
      ? []
      : reading.errors.slice(0, 20).map(({ line, column, message }) => ({
          pointer: `/document/policies/${named[index]?.name ?? ''}`,
          message: `line ${line}, column ${column}: ${message}`,
        })),
  );
  if (problems.length > 0) throw new InputFault(problems);
}
