import { z } from 'zod';
import { type Finding, spellOut } from '../../definitions/index.ts';
import { assertNever } from '../../kernel/index.ts';

/** Something that may be wrong with a definition, in words. */
export const findingShape = z.strictObject({
  kind: z.enum(['hidden_text', 'instruction', 'look_alike', 'shadowing']),
  at: z.string().describe('JSON pointer'),
  detail: z.string(),
});

export function findingText(finding: Finding): z.input<typeof findingShape> {
  const { kind, at } = finding;
  return { kind, at: spellOut(at), detail: spellOut(detailOf(finding)) };
}

function detailOf(finding: Finding): string {
  switch (finding.kind) {
    case 'hidden_text':
      return `${finding.count} characters that nobody sees (${finding.what})`;
    case 'instruction':
      return `tells the model what to do (${finding.what}): “${finding.quote}”`;
    case 'look_alike':
      return `looks like ${finding.other.name} of ${finding.other.server}`;
    case 'shadowing':
      return `is, or speaks of, ${finding.other.name} of ${finding.other.server}`;
    default:
      return assertNever(finding);
  }
}
