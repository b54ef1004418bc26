import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';

/**
 * Names and types of parameters in one line, for the catalogue that ships: `host:string! port:integer! mode:{on|off}`.
 * `!` stands behind what is required, the values of an enumeration stand in braces. Nothing else of a schema is kept.
 */
const types: ReadonlySet<string> = new Set(['string', 'integer', 'number', 'boolean', 'array', 'object', 'any']);
const plain = /^[A-Za-z0-9_$@.[\]-]{1,80}$/;
const mostValues = 40;

/** @returns the empty line for a tool without parameters, `undefined` where there is no schema to speak of */
export function writeParameters(schema: JsonValue | undefined): string | undefined {
  if (!isObject(schema)) return undefined;
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  return properties
    .filter(([name]) => plain.test(name))
    .map(([name, property]) => `${name}:${kindOf(property)}${required.has(name) ? '!' : ''}`)
    .join(' ');
}

/** The schema that such a line stands for. */
export function readParameters(line: string): JsonObject {
  const properties: Record<string, JsonObject> = {};
  const required: string[] = [];
  for (const word of line.split(' ')) {
    if (word === '') continue;
    const at = word.lastIndexOf(':');
    const name = word.slice(0, at);
    const kind = word.slice(at + 1).replace(/!$/, '');
    if (at < 1 || name === '__proto__') throw new Error(`no parameter: ${word}`);
    if (word.endsWith('!')) required.push(name);
    if (kind.startsWith('{')) properties[name] = { type: 'string', enum: kind.slice(1, -1).split('|') };
    else if (!types.has(kind)) throw new Error(`no type of a parameter: ${word}`);
    else properties[name] = kind === 'any' ? {} : { type: kind };
  }
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
}

function kindOf(property: JsonValue): string {
  if (!isObject(property)) return 'any';
  const values = property.enum;
  if (Array.isArray(values) && values.length > 0 && values.length <= mostValues) {
    const words = values.filter((value): value is string => typeof value === 'string' && /^[\w.-]{1,60}$/.test(value));
    if (words.length === values.length) return `{${words.join('|')}}`;
  }
  const { type } = property;
  if (typeof type === 'string' && types.has(type)) return type;
  const other = Array.isArray(type) ? type.find((one) => one !== 'null') : undefined;
  return typeof other === 'string' && types.has(other) ? other : 'any';
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return value !== undefined && isJsonObject(value);
}
