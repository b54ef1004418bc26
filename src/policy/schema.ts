import type { JsonObject } from '../protocol/index.ts';
import { operators } from './operators/index.ts';
import { policyDocument } from './read/document.ts';

/** The JSON Schema (2020-12) of a policy document, for editors; made from the readers themselves. */
export function policySchema(): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Toolgate policy, version 1',
    ...policyDocument.schema,
    $defs: { condition: { anyOf: [...leaves(), ...groups()] } },
  };
}

function leaves(): JsonObject[] {
  return [...operators.values()].map(({ name, doc, operand, optional }) => ({
    type: 'object',
    description: doc,
    properties: { path: pathSchema, op: { const: name, description: doc }, value: operand },
    required: ['path', 'op', ...(optional ? [] : ['value'])],
    additionalProperties: false,
  }));
}

const pathSchema: JsonObject = {
  type: 'string',
  description:
    'args.a["b"][0][*], item, grant.label, grant.tags.k, user.email, user.groups, session.id, server.slug, tool.…, time.…',
  pattern: '^(?:args|item|grant|user|session|server|tool|time)\\b',
};

function groups(): JsonObject[] {
  const some = { type: 'array', minItems: 1, items: { $ref: '#/$defs/condition' } };
  const group = (key: string, schema: JsonObject): JsonObject => ({
    type: 'object',
    properties: { each: pathSchema, [key]: schema },
    required: [key],
    additionalProperties: false,
  });
  return [group('all', some), group('any', some), group('not', { $ref: '#/$defs/condition' })];
}
