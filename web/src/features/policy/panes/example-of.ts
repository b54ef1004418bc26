import { isList, isObject, type JsonValue, member } from '../model/json.ts';

/** A schema is a stranger’s text: of one that needs thousands of arguments the first are an example, too. */
const most = 30;

/** Arguments to begin with, from a tool’s own schema. */
export function exampleOf(schema: JsonValue | undefined): string {
  const properties = member(schema, 'properties');
  if (!isObject(properties)) return '{}';
  const required = member(schema, 'required');
  const names = isList(required)
    ? required.slice(0, most).filter((name) => typeof name === 'string')
    : Object.keys(properties).slice(0, 4);
  const known = names.filter((name) => Object.hasOwn(properties, name));
  return JSON.stringify(Object.fromEntries(known.map((name) => [name, sample(properties[name])])), null, 2);
}

function sample(schema: JsonValue | undefined): JsonValue {
  const options = member(schema, 'enum');
  if (isList(options) && options[0] !== undefined) return options[0];
  const first = member(schema, 'default');
  if (first !== undefined) return first;
  switch (member(schema, 'type')) {
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return '';
  }
}
