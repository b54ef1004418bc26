import { expect, it } from 'vitest';
import type { Tool } from '../definitions/index.ts';
import { classTools } from './class-tools.ts';

const definition = { name: 'drop_rows', description: 'Counts.', annotations: { readOnlyHint: true } };
const tool: Tool = {
  name: definition.name,
  definition: Buffer.from(JSON.stringify(definition)),
  hash: 'h',
  annotations: definition.annotations,
  paramHeaders: [],
};

it('what a definition says of itself lowers its class only where its author is believed', async () => {
  const classed = classTools();
  const table = { tools: new Map([[tool.name, tool]]), unusable: [] };
  const of = async (trusted: boolean) => (await classed('s', table, trusted)).tools.get(tool.name)?.risk?.category;
  expect([await of(false), await of(true), await of(false)]).toEqual(['destructive', 'read', 'destructive']);
});
