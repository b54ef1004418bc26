import { z } from 'zod';
import { classify, definitionOf } from '../../catalog/index.ts';
import { findingsIn, Neighbours, type Tool, type ToolTable } from '../../definitions/index.ts';
import { Slices } from '../../kernel/index.ts';
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
 * What a server lists, classed and looked through. A server may list ten thousand tools, which take as many milliseconds: calls
 * have their turn in between.
 *
 * @param trusted whether its own hints count for what they say
 */
export async function describeTools(
  server: string,
  { tools, unusable }: ToolTable,
  trusted = false,
  slices = new Slices(),
): Promise<DescribedTools> {
  const neighbours = new Neighbours([...tools.keys()].map((name) => ({ server, name })));
  const described: DescribedTools['tools'] = [];
  for (const tool of tools.values()) {
    if (slices.over) await slices.rest();
    described.push(describe(server, tool, trusted, neighbours));
  }
  return { tools: described, unusable: unusable.map(({ name, reason }) => ({ name: name ?? null, reason })) };
}

function describe(
  server: string,
  { name, definition: bytes, hash }: Tool,
  trusted: boolean,
  neighbours: Neighbours,
): DescribedTools['tools'][number] {
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
}
