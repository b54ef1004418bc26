import { z } from 'zod';
import { differences, findingsIn, spellOut } from '../../../definitions/index.ts';
import { Fault } from '../../../kernel/index.ts';
import type { JsonValue } from '../../../protocol/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { findingShape, findingText } from '../../definitions/finding-shape.ts';
import { neighboursOf } from '../../definitions/neighbours-of.ts';
import { idField } from '../../fields.ts';
import { definitionColumns, definitionOf, definitionShape } from './definition.ts';

/** Shows a definition: where it differs from the approved one, and what may be wrong with it. */
export const showDefinition = defineVerb({
  name: 'definition.show',
  summary:
    'Shows a definition: what it changes of the approved one, and what may be wrong with it. Hidden characters are spelled out.',
  permission: 'findings:read',
  change: false,
  input: z.strictObject({ id: idField }),
  output: z.strictObject({
    definition: definitionShape,
    text: z.string().nullable().describe('the definition, indented; null where it was too long to keep'),
    before: z.string().nullable().describe('the definition that was approved last, if another one was'),
    differences: z
      .array(
        z.strictObject({
          at: z.string().describe('JSON pointer'),
          kind: z.enum(['added', 'removed', 'changed']),
          before: z.string().nullable().describe('JSON text'),
          after: z.string().nullable().describe('JSON text'),
        }),
      )
      .nullable()
      .describe('null where there is nothing to compare with'),
    findings: z.array(findingShape),
  }),
  run: async ({ id }, { tx }) => {
    const row = await tx
      .selectFrom('definition as d')
      .select([...definitionColumns, 'd.text'])
      .where('d.id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw new Fault('not_found', 'there is no such definition');
    const approved = await tx
      .selectFrom('definition')
      .select('text')
      .where('server', '=', row.server)
      .where('tool', '=', row.tool)
      .where('id', '!=', id)
      .where('state', '=', 'approved')
      .orderBy('decided_at', 'desc')
      .execute();
    const after = parsed(row.text);
    const before = parsed(approved[0]?.text ?? null);
    const changes = before === undefined || after === undefined ? undefined : differences(before, after);
    const neighbours = await neighboursOf(tx);
    return {
      definition: definitionOf({ ...row, others: approved.length }),
      text: after === undefined ? null : shown(after, 2),
      before: before === undefined ? null : shown(before, 2),
      differences:
        changes?.map((change) => ({
          at: spellOut(change.at),
          kind: change.kind,
          before: change.before === undefined ? null : shown(change.before),
          after: change.after === undefined ? null : shown(change.after),
        })) ?? null,
      findings: after === undefined ? [] : findingsIn(row.server, after, neighbours).map(findingText),
    };
  },
});

/** The text was read by the strict scanner before it was kept. */
function parsed(text: string | null): JsonValue | undefined {
  return text === null ? undefined : JSON.parse(text);
}

function shown(value: JsonValue, indent?: number): string {
  return spellOut(JSON.stringify(value, undefined, indent));
}
