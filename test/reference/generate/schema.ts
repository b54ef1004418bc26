import type { JsonObject } from '../../../src/protocol/index.ts';
import type { Random } from './random.ts';

/** A JSON Schema for `arguments`, of the keywords that the reference knows. */
export function anySchema(random: Random): JsonObject {
  const member: readonly (readonly [string, JsonObject])[] = [
    ['n', { type: 'number', minimum: -3, maximum: 10 }],
    ['n', { type: 'integer' }],
    ['s', { type: 'string', minLength: 1, maxLength: 12 }],
    ['s', { pattern: '^[A-Za-z]' }],
    ['flag', { const: true }],
    ['tags', { type: 'array', items: { type: 'string' }, maxItems: 3 }],
    ['items', { type: 'array', minItems: 1, items: { type: 'object', required: ['n'] } }],
    ['o', { anyOf: [{ type: 'object', additionalProperties: false, properties: { k: {} } }, { type: 'null' }] }],
    ['url', { not: { enum: ['localhost', 'http://127.0.0.1/'] } }],
  ];
  const properties = Object.fromEntries(random.several(1, 3, () => random.pick(member)));
  const closed = { ...Object.fromEntries(argumentNames.map((name) => [name, {}])), ...properties };
  if (random.chance(0.2)) return { type: 'object', properties: closed, additionalProperties: false };
  if (random.chance(0.3)) return { properties, required: [random.pick(['n', 's', 'flag'])] };
  return { properties };
}

const argumentNames = ['n', 's', 'flag', 'path', 'url', 'ip', 'when', 'tags', 'items', 'o', 'amount'];
