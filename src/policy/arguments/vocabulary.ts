/** What stands at a keyword, and so how it is checked and walked. */
export type Kind =
  | 'schema'
  | 'schemas'
  | 'schema-map'
  | 'pattern-map'
  | 'name-lists'
  | 'names'
  | 'types'
  | 'values'
  | 'any'
  | 'string'
  | 'boolean'
  | 'number'
  | 'positive'
  | 'natural'
  | 'pattern'
  | 'format'
  | 'ref'
  | 'anchor'
  | 'draft'
  | 'id';

/**
 * The vocabulary of JSON Schema 2020-12 that `arguments` takes: all of it but `$dynamicRef` and `content*` (policy
 * language, "Second reading"), and `$vocabulary`, which only a meta-schema has. `$id` stands at the root only, where it
 * changes the meaning of nothing: no reference leads outside.
 */
export const vocabulary: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['$schema', 'draft'],
  ['$id', 'id'],
  ['$ref', 'ref'],
  ['$anchor', 'anchor'],
  ['$dynamicAnchor', 'anchor'],
  ['$defs', 'schema-map'],
  ['$comment', 'string'],
  ['prefixItems', 'schemas'],
  ['items', 'schema'],
  ['contains', 'schema'],
  ['additionalProperties', 'schema'],
  ['properties', 'schema-map'],
  ['patternProperties', 'pattern-map'],
  ['dependentSchemas', 'schema-map'],
  ['propertyNames', 'schema'],
  ['if', 'schema'],
  ['then', 'schema'],
  ['else', 'schema'],
  ['allOf', 'schemas'],
  ['anyOf', 'schemas'],
  ['oneOf', 'schemas'],
  ['not', 'schema'],
  ['unevaluatedItems', 'schema'],
  ['unevaluatedProperties', 'schema'],
  ['type', 'types'],
  ['const', 'any'],
  ['enum', 'values'],
  ['multipleOf', 'positive'],
  ['maximum', 'number'],
  ['exclusiveMaximum', 'number'],
  ['minimum', 'number'],
  ['exclusiveMinimum', 'number'],
  ['maxLength', 'natural'],
  ['minLength', 'natural'],
  ['pattern', 'pattern'],
  ['maxItems', 'natural'],
  ['minItems', 'natural'],
  ['uniqueItems', 'boolean'],
  ['maxContains', 'natural'],
  ['minContains', 'natural'],
  ['maxProperties', 'natural'],
  ['minProperties', 'natural'],
  ['required', 'names'],
  ['dependentRequired', 'name-lists'],
  ['format', 'format'],
  ['title', 'string'],
  ['description', 'string'],
  ['default', 'any'],
  ['deprecated', 'boolean'],
  ['readOnly', 'boolean'],
  ['writeOnly', 'boolean'],
  ['examples', 'values'],
]);

/** JSON Schema's type names. */
export const schemaTypes = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'] as const;

export const draft = 'https://json-schema.org/draft/2020-12/schema';
