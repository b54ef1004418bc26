import { isList, isObject, type JsonValue, member } from './json.ts';

/** A path that conditions, `per` and `cost` may name, as the tool’s own input schema offers it. */
export interface ArgumentPath {
  readonly path: string;
  /** JSON type names; empty where the schema says nothing. */
  readonly types: readonly string[];
  /** Values that it may have, where they are few enough to choose from. */
  readonly options: readonly JsonValue[];
  readonly description: string;
}

const dotted = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const step = (key: string): string => (dotted.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);

/** Deeper than this nobody writes a condition by choosing from a list. */
const maxDepth = 4;
const maxPaths = 200;
/** More than this are typed, as any other value. */
const maxOptions = 100;

/** Every argument of a tool, depth first, as paths of the policy language. A schema is a stranger’s text: capped. */
export function argumentPaths(inputSchema: JsonValue | undefined): readonly ArgumentPath[] {
  const found: ArgumentPath[] = [];
  const walk = (schema: JsonValue | undefined, path: string, depth: number): void => {
    if (depth > maxDepth || found.length >= maxPaths) return;
    const properties = member(schema, 'properties');
    if (isObject(properties)) {
      for (const key in properties) {
        if (found.length >= maxPaths) return;
        const of = member(properties, key);
        if (of !== undefined) visit(of, path + step(key), depth);
      }
    }
    const items = member(schema, 'items');
    if (isObject(items)) visit(items, `${path}[*]`, depth);
  };
  const visit = (schema: JsonValue, path: string, depth: number): void => {
    if (found.length >= maxPaths) return;
    const type = member(schema, 'type');
    const options = member(schema, 'enum');
    const description = member(schema, 'description');
    found.push({
      path,
      types: typeof type === 'string' ? [type] : isList(type) ? type.filter((name) => typeof name === 'string') : [],
      options: isList(options) && options.length <= maxOptions ? options : [],
      description: typeof description === 'string' ? description.slice(0, 300) : '',
    });
    walk(schema, path, depth + 1);
  };
  walk(inputSchema, 'args', 0);
  return found;
}

/** Paths that every call has, by what a condition may ask of them. */
export const factPaths: readonly { readonly path: string; readonly means: string; readonly refusalOnly?: true }[] = [
  { path: 'grant.label', means: 'the grant’s label' },
  { path: 'grant.tags.team', means: 'a tag of the grant' },
  { path: 'user.email', means: 'the user’s address' },
  { path: 'user.groups', means: 'the user’s groups' },
  { path: 'session.id', means: 'the client’s session' },
  { path: 'server.slug', means: 'the server' },
  { path: 'tool.name', means: 'the tool’s name' },
  { path: 'tool.category', means: 'the class on record' },
  { path: 'tool.severity', means: 'the severity on record' },
  { path: 'tool.annotations.destructiveHint', means: 'what the author says', refusalOnly: true },
  { path: 'tool.annotations.readOnlyHint', means: 'what the author says', refusalOnly: true },
  { path: 'tool.annotations.idempotentHint', means: 'what the author says', refusalOnly: true },
  { path: 'tool.annotations.openWorldHint', means: 'what the author says', refusalOnly: true },
  { path: 'time.hour', means: '0 to 23' },
  { path: 'time.weekday', means: 'mon to sun' },
  { path: 'time.iso', means: 'the moment' },
];
