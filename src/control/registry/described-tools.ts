import { z } from 'zod';
import { classify, definitionOf } from '../../catalog/index.ts';
import { findingsIn, Neighbours, type ToolTable } from '../../definitions/index.ts';
import { isJsonObject, type JsonValue } from '../../protocol/index.ts';

const finding = z.looseObject({ kind: z.string(), at: z.string() });

/** A tool as operators see it: what it may do at worst, and what may be wrong with its definition. */
const toolShape = z.strictObject({
  name: z.string(),
  description: z.string(),
  hash: z.string(),
  category: z.string(),
  severity: z.string(),
  confidence: z.number(),
  flags: z.array(z.string()),
  reason: z.string(),
  findings: z.array(finding),
  definition: z.unknown().describe('as the server sent it'),
});

export const toolsShape = z.strictObject({
  tools: z.array(toolShape),
  unusable: z.array(z.strictObject({ name: z.string().nullable(), reason: z.string() })),
});

export type DescribedTools = z.output<typeof toolsShape>;

/**
 * What a server lists, classed and looked through.
 *
 * @param trusted whether its own hints count for what they say
 */
export function describeTools(server: string, { tools, unusable }: ToolTable, trusted = false): DescribedTools {
  const neighbours = new Neighbours([...tools.keys()].map((name) => ({ server, name })));
  return {
    tools: [...tools.values()].map(({ name, definition: bytes, hash }) => {
      const definition = JSON.parse(bytes.toString('utf8')) as JsonValue;
      const described = isJsonObject(definition) ? definition.description : undefined;
      const { category, severity, confidence, flags, reason } = classify(definitionOf(server, name, definition), {
        trusted,
      });
      return {
        name,
        description: typeof described === 'string' ? described : '',
        hash,
        category,
        severity,
        confidence,
        flags: [...flags],
        reason,
        findings: findingsIn(server, definition, neighbours).map((found) => ({ ...found })),
        definition,
      };
    }),
    unusable: unusable.map(({ name, reason }) => ({ name: name ?? null, reason })),
  };
}
