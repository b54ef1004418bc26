import { isJsonObject } from '../json/is-object.ts';
import type { JsonObject, JsonValue } from '../json/json-value.ts';
import { survivesDouble } from '../json/survives-double.ts';
import { decodeHeaderValue, encodeHeaderValue } from './header-value.ts';

/** A parameter of a tool that a header repeats (SEP-2243, `x-mcp-header` in its schema). */
export interface ParamHeader {
  /** Lower-case, `mcp-param-` included. */
  readonly header: string;
  /** Where the value stands in `arguments`. */
  readonly path: readonly string[];
  readonly type: 'string' | 'integer' | 'boolean';
}

const annotation = 'x-mcp-header';
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const decimal = /^-?\d+(?:\.\d+)?$/;
const none: readonly ParamHeader[] = Object.freeze([]);

/**
 * The parameters of a tool that headers repeat: properties of properties, and nothing that is reached by a choice.
 *
 * @param schema the tool's `inputSchema`
 * @returns why no client could call the tool over HTTP, where an annotation is not sound: it stands where it must not,
 *   names no header, names one twice, or belongs to what is no string, integer or boolean
 */
export function paramHeaders(schema: JsonValue | undefined): readonly ParamHeader[] | string {
  if (!isJsonObject(schema)) return none;
  const found: ParamHeader[] = [];
  const fault = visit(schema, [], true, found);
  return fault ?? (found.length === 0 ? none : found);
}

/** Recurses no deeper than the cap on a definition's depth. @returns what is wrong, if anything is */
function visit(node: JsonValue, path: readonly string[], reachable: boolean, found: ParamHeader[]): string | undefined {
  if (Array.isArray(node)) return firstFault(node, (each) => visit(each, path, false, found));
  if (!isJsonObject(node)) return undefined;
  if (Object.hasOwn(node, annotation)) {
    const fault = annotated(node, path, reachable, found);
    if (fault !== undefined) return fault;
  }
  return firstFault(Object.entries(node), ([key, value]) => {
    if (key === 'properties' && isJsonObject(value)) {
      return firstFault(Object.entries(value), ([name, child]) => visit(child, [...path, name], reachable, found));
    }
    return instances.has(key) ? undefined : visit(value, path, false, found);
  });
}

/** Keywords whose values are data and no schemas. */
const instances: ReadonlySet<string> = new Set(['default', 'examples', 'enum', 'const', annotation]);

function annotated(
  node: JsonObject,
  path: readonly string[],
  reachable: boolean,
  found: ParamHeader[],
): string | undefined {
  const { [annotation]: name, type } = node;
  if (!reachable || path.length === 0) return `${annotation} stands where no parameter is`;
  if (typeof name !== 'string' || !token.test(name)) return `${annotation} does not name a header`;
  if (type !== 'string' && type !== 'integer' && type !== 'boolean') {
    return `${annotation} belongs to what is no string, integer or boolean`;
  }
  const header = `mcp-param-${name.toLowerCase()}`;
  if (found.some((each) => each.header === header)) return `${annotation} names one header twice`;
  found.push({ header, path, type });
  return undefined;
}

function firstFault<T>(items: readonly T[], check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const fault = check(item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** @returns headers that repeat what the arguments say, encoded; a parameter that is absent or `null` has none */
export function writeParamHeaders(
  params: readonly ParamHeader[],
  args: JsonObject,
): readonly (readonly [name: string, value: string])[] {
  return params.flatMap(({ header, path }) => {
    const value = textAtPath(args, path);
    return value === undefined ? [] : [[header, encodeHeaderValue(value)] as const];
  });
}

/**
 * Whether the headers say what the arguments say. What is judged is the arguments; a header whose parameter is absent
 * says nothing.
 *
 * @param header a header by its lower-case name
 * @returns `undefined` when they agree, else one sentence for the error's message
 */
export function paramHeadersDisagree(
  header: (name: string) => string | undefined,
  params: readonly ParamHeader[],
  args: JsonObject,
): string | undefined {
  for (const { header: name, path, type } of params) {
    const body = textAtPath(args, path);
    if (body === undefined) continue;
    const value = header(name);
    if (value === undefined) return `The header ${name} is missing.`;
    const said = decodeHeaderValue(value);
    if (said === undefined) return `The header ${name} cannot be read.`;
    const isNumber = type === 'integer' && decimal.test(said) && survivesDouble(said);
    const same = isNumber ? Number(said) === Number(body) : said === body;
    if (!same) return `The header ${name} says another thing than the body.`;
  }
  return undefined;
}

/** The value as a header spells it; `undefined` for what no header repeats. */
function textAtPath(args: JsonObject, path: readonly string[]): string | undefined {
  let value: JsonValue | undefined = args;
  for (const key of path) value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
