import { assertNever } from '../../kernel/index.ts';
import { regexOf } from '../operators/regex.ts';
import type { Report } from '../read/report.ts';
import { under } from '../source/pointer.ts';
import type { Node } from '../source/tree.ts';
import { formats } from './formats.ts';
import { draft, type Kind, schemaTypes, vocabulary } from './vocabulary.ts';

/** Most subschemas of one schema. */
const maxSchemas = 500;

/** Steps of about a microsecond that checking and compiling one takes, its patterns aside; measured. */
const stepsPerSchema = 15;

/**
 * Checks a JSON Schema, keyword by keyword, with the place of whatever is wrong. What passes here is what the compiler
 * is given: no keyword that it could overlook, no reference that leads outside, and nothing that takes it long.
 */
export function checkSchema(root: Node, pointer: string, report: Report): void {
  const anchors = new Set<string>();
  const places = new Set<Node>();
  const references: { readonly node: Node; readonly at: string; readonly target: string }[] = [];
  let schemas = 0;

  const schema = (node: Node, at: string): undefined => {
    schemas += 1;
    places.add(node);
    if (node.kind === 'boolean') return;
    if (node.kind !== 'object') {
      report.wrongType(node, at, 'a schema: an object, true or false');
      return;
    }
    for (const { key, keyStart, value } of node.members) {
      const kind = vocabulary.get(key);
      const place = under(at, key);
      if (kind !== undefined) keyword(kind, value, place);
      else
        report.unknownWord(
          { pointer: place, start: keyStart },
          'a keyword of JSON Schema 2020-12',
          key,
          [...vocabulary.keys()],
          // The names of arguments, written where the schema of all of them stands.
          value.kind === 'object' ? `an argument is written {"properties": {${JSON.stringify(key)}: {…}}}` : undefined,
        );
    }
  };
  const expect = (fits: boolean, node: Node, at: string, expected: string): undefined => {
    if (!fits) report.wrongType(node, at, expected);
  };
  const items = (
    node: Node,
    at: string,
    what: string,
    least: number,
    each: (item: Node, at: string) => void,
  ): undefined => {
    if (node.kind !== 'array' || node.items.length < least) report.wrongType(node, at, what);
    else for (const [index, item] of node.items.entries()) each(item, under(at, index));
  };
  const members = (
    node: Node,
    at: string,
    what: string,
    each: (value: Node, at: string, key: string) => void,
  ): undefined => {
    if (node.kind !== 'object') report.wrongType(node, at, what);
    else for (const { key, value } of node.members) each(value, under(at, key), key);
  };
  /** Strings, each once. */
  const distinct = (
    node: Node,
    at: string,
    what: string,
    least: number,
    each: (item: Node, at: string) => void,
  ): undefined => {
    const seen = new Set<string>();
    items(node, at, what, least, (item, place) => {
      each(item, place);
      if (item.kind !== 'string') return;
      expect(!seen.has(item.value), item, place, 'each name once');
      seen.add(item.value);
    });
  };
  const names = (node: Node, at: string): undefined =>
    distinct(node, at, 'a list of names', 0, (item, place) => expect(item.kind === 'string', item, place, 'a name'));
  const type = (node: Node, at: string): undefined => {
    if (node.kind !== 'string') return report.wrongType(node, at, 'a type or a list of types');
    if (schemaTypes.some((known) => known === node.value)) return;
    return report.unknownWord({ pointer: at, start: node.start }, 'one of', node.value, schemaTypes);
  };
  const pattern = (source: string, node: Node, at: string): undefined => {
    if (source !== '') regexOf(source, { pointer: at, start: node.start }, report);
  };

  const keyword = (kind: Kind, node: Node, at: string): undefined => {
    const place = { pointer: at, start: node.start };
    switch (kind) {
      case 'schema':
        return schema(node, at);
      case 'schemas':
        return items(node, at, 'a list of schemas, not empty', 1, schema);
      case 'schema-map':
        return members(node, at, 'an object of schemas', schema);
      case 'pattern-map':
        return members(node, at, 'an object of schemas', (value, where, key) => {
          pattern(key, value, where);
          schema(value, where);
        });
      case 'name-lists':
        return members(node, at, 'an object of lists of names', (value, where) => {
          schemas += 1;
          names(value, where);
        });
      case 'names':
        return names(node, at);
      case 'types':
        if (node.kind === 'array') return distinct(node, at, 'a type or a list of types', 1, type);
        return type(node, at);
      case 'values':
        return expect(node.kind === 'array', node, at, 'a list of values');
      case 'any':
        return;
      case 'string':
        return expect(node.kind === 'string', node, at, 'a string');
      case 'boolean':
        return expect(node.kind === 'boolean', node, at, 'true or false');
      case 'number':
        return expect(node.kind === 'number', node, at, 'a number');
      case 'positive':
        return expect(node.kind === 'number' && node.value > 0, node, at, 'a number over 0');
      case 'natural':
        return expect(
          node.kind === 'number' && Number.isSafeInteger(node.value) && node.value >= 0,
          node,
          at,
          'a whole number from 0',
        );
      case 'pattern':
        if (node.kind === 'string') return pattern(node.value, node, at);
        return report.wrongType(node, at, 'an RE2 pattern');
      case 'format':
        if (node.kind !== 'string') return report.wrongType(node, at, 'the name of a format');
        if (!formats.has(node.value)) report.unknownWord(place, 'one of', node.value, [...formats.keys()]);
        return;
      case 'anchor':
        if (node.kind !== 'string' || !/^[A-Za-z_][-A-Za-z0-9._]*$/.test(node.value))
          return report.wrongType(node, at, 'an anchor');
        if (anchors.has(node.value)) return report.wrongType(node, at, 'an anchor that no other schema has');
        anchors.add(node.value);
        return;
      case 'ref':
        if (node.kind !== 'string' || !node.value.startsWith('#'))
          return report.wrongType(node, at, 'a local reference, such as #/$defs/x');
        references.push({ node, at, target: node.value.slice(1) });
        return;
      case 'draft':
        return expect(node.kind === 'string' && node.value.replace(/#$/, '') === draft, node, at, draft);
      case 'id':
        return expect(
          node.kind === 'string' && at === under(pointer, '$id'),
          node,
          at,
          'a URI, at the root of the schema only',
        );
      /* istanbul ignore next -- @preserve: the vocabulary has no other kind, or this would not compile */
      default:
        return assertNever(kind);
    }
  };

  schema(root, pointer);
  const place = { pointer, start: root.start };
  if (schemas > maxSchemas) report.error(place, `a schema of at most ${maxSchemas} subschemas`, `${schemas}`);
  report.spend(place, stepsPerSchema * schemas);
  for (const { node, at, target } of references) {
    const found = nodeAt(root, target);
    if (target === '' || anchors.has(target) || (found !== undefined && places.has(found))) continue;
    report.wrongType(node, at, 'a reference to a schema in this document');
  }
}

/** What a JSON pointer (as a URI fragment) leads to under `root`. */
function nodeAt(root: Node, fragment: string): Node | undefined {
  if (!fragment.startsWith('/')) return undefined;
  let decoded: string;
  try {
    decoded = decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
  let at: Node | undefined = root;
  for (const raw of decoded.slice(1).split('/')) {
    const token = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    if (at?.kind === 'object') at = at.members.find(({ key }) => key === token)?.value;
    else if (at?.kind === 'array') at = /^(?:0|[1-9]\d*)$/.test(token) ? at.items[Number(token)] : undefined;
    else return undefined;
  }
  return at;
}
