import { expect, it } from 'vitest';
import type { ToolTable } from '../../definitions/index.ts';
import { Slices } from '../../kernel/index.ts';
import { describeTools } from './described-tools.ts';

it('gives calls their turn between the tools of a long list', async () => {
  const names = Array.from({ length: 60 }, (_, i) => `delete_file_${i}`);
  const definition = (name: string): Buffer => Buffer.from(JSON.stringify({ name, description: 'Deletes a file.' }));
  const tools = new Map(names.map((name) => [name, { name, hash: name, definition: definition(name) }]));
  let now = 0;
  let turns = 0;
  const turn = async (): Promise<void> => {
    turns += 1;
  };
  const slices = new Slices({ monotonic: () => now++ }, turn);
  const described = await describeTools('files', { tools, unusable: [] } as unknown as ToolTable, false, slices);
  expect(described.tools.map(({ name }) => name)).toEqual(names);
  expect(turns).toBeGreaterThan(5);
});
