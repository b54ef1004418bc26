import type { JsonObject, JsonValue } from '../../../src/protocol/index.ts';
import { equal, isList, isObject, textOf, typeName } from './path.ts';
import { isFound, overTheCap } from './regex.ts';

/**
 * Section 7, `arguments`: "JSON Schema's own meaning", for the keywords that the generator writes. A keyword that is
 * not here throws: the reference never guesses.
 */
export function satisfies(value: JsonValue, schema: JsonValue): boolean {
  if (typeof schema === 'boolean') return schema;
  if (!isObject(schema)) throw new Error('a schema is an object or a boolean');
  return Object.entries(schema).every(([keyword, operand]) => keywordHolds(keyword, operand, value, schema));
}

function keywordHolds(keyword: string, operand: JsonValue, value: JsonValue, schema: JsonObject): boolean {
  switch (keyword) {
    case 'type':
      return (isList(operand) ? operand : [operand]).some((name) => hasType(value, name));
    case 'const':
      return equal(value, operand);
    case 'enum':
      return isList(operand) && operand.some((one) => equal(one, value));
    case 'minimum':
      return typeof value !== 'number' || value >= Number(operand);
    case 'maximum':
      return typeof value !== 'number' || value <= Number(operand);
    case 'minLength':
      return typeof value !== 'string' || Array.from(value).length >= Number(operand);
    case 'maxLength':
      return typeof value !== 'string' || Array.from(value).length <= Number(operand);
    case 'pattern':
      if (typeof value !== 'string') return true;
      return !overTheCap(textOf(operand), value) && isFound(textOf(operand), value);
    case 'minItems':
      return !isList(value) || value.length >= Number(operand);
    case 'maxItems':
      return !isList(value) || value.length <= Number(operand);
    case 'items':
      return !isList(value) || value.every((element) => satisfies(element, operand));
    case 'required':
      return !isObject(value) || !isList(operand) || operand.every((key) => Object.hasOwn(value, textOf(key)));
    case 'properties':
      return !isObject(value) || !isObject(operand) || membersSatisfy(value, operand);
    case 'additionalProperties':
      return !isObject(value) || others(value, schema).every((member) => satisfies(member, operand));
    case 'anyOf':
      return isList(operand) && operand.some((one) => satisfies(value, one));
    case 'not':
      return !satisfies(value, operand);
    default:
      throw new Error(`the reference does not know the keyword ${keyword}`);
  }
}

/** In JSON Schema, unlike in the policy language, `integer` is a type: a number without a fraction. */
function hasType(value: JsonValue, name: JsonValue): boolean {
  return name === 'integer' ? Number.isInteger(value) : typeName(value) === name;
}

function membersSatisfy(value: JsonObject, properties: JsonObject): boolean {
  return Object.entries(properties).every(([key, schema]) => {
    const member = Object.hasOwn(value, key) ? value[key] : undefined;
    return member === undefined || satisfies(member, schema);
  });
}

function others(value: JsonObject, schema: JsonObject): readonly JsonValue[] {
  const named = new Set(Object.keys(schema.properties ?? {}));
  return Object.entries(value)
    .filter(([key]) => !named.has(key))
    .map(([, member]) => member);
}
