/** As much of a JSON Schema as the description of the API has. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly minimum?: number;
}

/**
 * A value of a schema in which every free text, at whatever depth and as the key of a map, too, is the one given: an id
 * in the place of every id. What a text must look like is not obeyed: that is for the API to say.
 */
export function filledWith(text: string, schema: Schema): unknown {
  const { enum: words, const: only, anyOf, oneOf } = schema;
  if (only !== undefined) return only;
  if (words !== undefined) return words[0];
  const [choice] = anyOf ?? oneOf ?? [];
  if (choice !== undefined) return filledWith(text, choice);
  const [type] = [schema.type ?? 'string'].flat();
  switch (type) {
    case 'object': {
      const { properties = {}, additionalProperties } = schema;
      const own = Object.entries(properties).map(([name, of]) => [name, filledWith(text, of)]);
      const rest = typeof additionalProperties === 'object' ? [[text, filledWith(text, additionalProperties)]] : [];
      return Object.fromEntries([...own, ...rest]);
    }
    case 'array':
      return schema.items === undefined ? [] : [filledWith(text, schema.items)];
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return text;
  }
}
