import { isJsonObject, type JsonValue } from '../../protocol/index.ts';

/** A parameter as a page shows it. */
export interface ShownParameter {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

const most = 60;

/** The parameters of a schema, `undefined` where there is none. Whatever else stands there is no parameter. */
export function parametersOf(schema: JsonValue | undefined): readonly ShownParameter[] | undefined {
  if (!isJsonObject(schema)) return undefined;
  const required = new Set<unknown>(Array.isArray(schema.required) ? schema.required : []);
  const { properties } = schema;
  if (!isJsonObject(properties)) return [];
  return Object.entries(properties)
    .slice(0, most)
    .map(([name, property]) => ({ name, type: typeOf(property), required: required.has(name) }));
}

function typeOf(property: JsonValue): string {
  if (!isJsonObject(property)) return 'any';
  const { type, enum: values } = property;
  if (Array.isArray(values))
    return `one of ${values.slice(0, 8).map(String).join(', ')}${values.length > 8 ? ' …' : ''}`;
  if (typeof type === 'string') return type;
  return Array.isArray(type) ? type.filter((one) => typeof one === 'string').join(' or ') : 'any';
}
