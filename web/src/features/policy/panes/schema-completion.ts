import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import { isList, isObject, type JsonObject, type JsonValue, member } from '../model/json.ts';

type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>;

/** Offers the keys and words that the engine’s schema has at the place where the cursor stands. */
export function schemaCompletion(schema: JsonObject, tools: () => readonly string[]): CompletionSource {
  return (context) => complete(context, schema, tools());
}

function complete(context: CompletionContext, schema: JsonObject, tools: readonly string[]): CompletionResult | null {
  const { state, pos } = context;
  const node = syntaxTree(state).resolveInner(pos, -1);
  const quoted = node.name === 'String' || node.name === 'PropertyName';
  if (!quoted && !context.explicit) return null;
  const isKey = node.name === 'PropertyName' || node.name === 'Object' || node.name === '⚠';
  const path = pathOf(isKey && node.name === 'PropertyName' ? node.parent?.parent : quoted ? node : node, state);
  const places = walk(schema, path, schema);
  const from = quoted ? node.from : pos;
  const to = quoted ? node.to : pos;
  const options = isKey ? keys(places, path, tools) : values(places, schema);
  if (options.length === 0) return null;
  return { from, to, options, validFor: /^"?[\w.*$-]*"?$/ };
}

/** Keys and places from the root to a node. */
function pathOf(node: SyntaxNode | null | undefined, state: EditorState): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (let at = node ?? null; at !== null; at = at.parent) {
    const parent = at.parent;
    if (at.name === 'Property' || parent?.name === 'Property') {
      const property = at.name === 'Property' ? at : parent;
      if (at.name === 'Property' && node === at) continue;
      if (at.name === 'Property') continue;
      const name = property?.getChild('PropertyName');
      if (name !== null && name !== undefined && at.name !== 'PropertyName') path.unshift(textOf(name, state));
    } else if (parent?.name === 'Array') path.unshift(0);
  }
  return path;
}

function textOf(node: SyntaxNode, state: EditorState): string {
  try {
    return String(JSON.parse(state.sliceDoc(node.from, node.to)));
  } catch {
    return '';
  }
}

/** The schemas that a place may answer to. */
function walk(
  schema: JsonValue | undefined,
  path: readonly (string | number)[],
  root: JsonObject,
): readonly JsonObject[] {
  const here = unfold(schema, root);
  const [step, ...rest] = path;
  if (step === undefined) return here;
  return here.flatMap((one) => {
    const named = typeof step === 'string' ? member(member(one, 'properties'), step) : undefined;
    const other = typeof step === 'string' ? member(one, 'additionalProperties') : member(one, 'items');
    const next = named ?? (isObject(other) ? other : undefined);
    return next === undefined ? [] : walk(next, rest, root);
  });
}

function unfold(schema: JsonValue | undefined, root: JsonObject): readonly JsonObject[] {
  if (!isObject(schema)) return [];
  const ref = schema.$ref;
  if (typeof ref === 'string' && ref.startsWith('#/')) {
    const target = ref
      .slice(2)
      .split('/')
      .reduce<JsonValue | undefined>((at, key) => member(at, key), root);
    return unfold(target, root);
  }
  const either = schema.anyOf;
  return isList(either) ? either.flatMap((one) => unfold(one, root)) : [schema];
}

function keys(
  places: readonly JsonObject[],
  path: readonly (string | number)[],
  tools: readonly string[],
): readonly Completion[] {
  const found = new Map<string, Completion>();
  for (const place of places) {
    const properties = member(place, 'properties');
    if (!isObject(properties)) continue;
    for (const [key, of] of Object.entries(properties)) {
      const doc = member(of, 'description');
      found.set(key, {
        label: JSON.stringify(key),
        apply: `"${key}": `,
        type: 'property',
        ...(typeof doc === 'string' ? { info: doc } : {}),
      });
    }
  }
  if (path.length === 1 && path[0] === 'tools')
    for (const name of tools)
      found.set(name, { label: JSON.stringify(name), apply: `"${name}": `, type: 'class', detail: 'tool' });
  return [...found.values()];
}

function values(places: readonly JsonObject[], root: JsonObject): readonly Completion[] {
  const found = new Map<string, Completion>();
  const offer = (value: JsonValue | undefined, doc?: JsonValue): void => {
    if (value === undefined) return;
    const label = JSON.stringify(value);
    found.set(label, { label, type: 'enum', ...(typeof doc === 'string' ? { info: doc } : {}) });
  };
  for (const place of places.flatMap((one) => unfold(one, root))) {
    if (isList(place.enum)) for (const value of place.enum) offer(value);
    offer(place.const, place.description);
    if (place.type === 'boolean') for (const value of [true, false]) offer(value);
  }
  return [...found.values()];
}
