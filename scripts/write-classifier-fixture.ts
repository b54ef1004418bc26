// Writes the labelled tools that the test suite scores the classifier on everywhere: facts (names of servers, tools and
// parameters, their types, lists of values) and labels of our own, never a description and never anybody else's label.
// `node scripts/write-classifier-fixture.ts`, with TOOLGATE_CATALOG_DATA naming the folder of the labels.
import { writeFileSync } from 'node:fs';
import { dataFolder, ownLabels } from './classifier/labels.ts';

const mostValues = 12;

const folder = dataFolder();
if (folder === undefined) throw new Error('TOOLGATE_CATALOG_DATA must name the folder of the labels');

/** Types and lists of values of the parameters; nothing else of a schema. */
function factsOf(schema: unknown): { properties: Record<string, object> } | undefined {
  const properties: unknown =
    typeof schema === 'object' && schema !== null ? new Map(Object.entries(schema)).get('properties') : undefined;
  if (typeof properties !== 'object' || properties === null) return undefined;
  const facts = Object.entries(properties).map(([name, shape]: [string, unknown]) => {
    const members = new Map(typeof shape === 'object' && shape !== null ? Object.entries(shape) : []);
    const type = members.get('type');
    const values = members.get('enum');
    return [
      name,
      {
        ...(typeof type === 'string' && type !== 'string' && { type }),
        ...(Array.isArray(values) && { enum: values.slice(0, mostValues) }),
      },
    ] as const;
  });
  return { properties: Object.fromEntries(facts) };
}

const lines = ownLabels(folder).map(({ tool: { server, name, inputSchema }, category }) =>
  JSON.stringify({ server, name, inputSchema: factsOf(inputSchema), category }),
);
writeFileSync(new URL('../test/catalog/labelled-tools.jsonl', import.meta.url), `${lines.toSorted().join('\n')}\n`);
console.log(`${lines.length} tools`);
