import { expect, it } from 'vitest';
import { definitionFor } from './definition-for.ts';

const shown = (definition: string, stateless: boolean): string =>
  definitionFor(Buffer.from(definition), { stateless, serverCapabilities: new Set() }).toString();

it.each([
  '{"name":"a"}',
  '{ "name" : "a", "outputSchema" : { "type":"object" } , "x-y":[1.0]}',
  '{"name":"a","description":"\\"outputSchema\\":{\\"type\\":\\"array\\"}"}',
  '{"name":"a","inputSchema":{"properties":{"outputSchema":{"type":"array"}}}}',
])('%s is shown to everybody as it came', (definition) => {
  expect([shown(definition, false), shown(definition, true)]).toEqual([definition, definition]);
});

it.each([
  '{"name":"a","outputSchema":{"type":"array"},"x-y":[1.0]}',
  '{"name":"a","outputSchema":{"anyOf":[]},"x-y":[1.0]}',
  '{"name":"a","output\\u0053chema":{"type":["object"]},"outputSchema2":1,"x-y":[1.0]}',
  '{"name":"a","outputSchema":true,"x-y":[1.0]}',
])('%s is shown to session clients without its schema', (definition) => {
  expect(shown(definition, true)).toBe(definition);
  const { name, ...rest } = JSON.parse(shown(definition, false)) as Record<string, unknown>;
  expect(name).toBe('a');
  expect(rest).not.toHaveProperty('outputSchema');
  expect(shown(definition, false)).toContain('"x-y":[1.0]');
});
