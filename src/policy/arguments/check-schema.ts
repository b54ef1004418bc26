import { regexOf } from '../operators/regex.ts';
import type { Report } from '../read/report.ts';
import { tokensOf, under } from '../source/pointer.ts';
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
  const check = new SchemaCheck(pointer, report);
  check.schema(root, pointer);
  check.end(root);
}

class SchemaCheck {
  readonly report: Report;
  readonly #pointer: string;
  readonly #anchors = new Set<string>();
  readonly #places = new Set<Node>();
  readonly #references: { readonly node: Node; readonly at: string; readonly target: string }[] = [];
  #schemas = 0;

  /** @param pointer where the root stands in the document */
  constructor(pointer: string, report: Report) {
    this.report = report;
    this.#pointer = pointer;
  }

  schema(node: Node, at: string): undefined {
    this.#schemas += 1;
    this.#places.add(node);
    if (node.kind === 'boolean') return;
    if (node.kind !== 'object') return this.report.wrongType(node, at, 'a schema: an object, true or false');
    for (const { key, keyStart, value } of node.members) {
      const kind = vocabulary.get(key);
      const place = under(at, key);
      if (kind !== undefined) keywords[kind](this, value, place);
      else
        this.report.unknownWord(
          { pointer: place, start: keyStart },
          'a keyword of JSON Schema 2020-12',
          key,
          [...vocabulary.keys()],
          // The names of arguments, written where the schema of all of them stands.
          value.kind === 'object' ? `an argument is written {"properties": {${JSON.stringify(key)}: {…}}}` : undefined,
        );
    }
  }

  /** What can be told of the whole only: its size, and where references lead. */
  end(root: Node): void {
    const place = { pointer: this.#pointer, start: root.start };
    const count = this.#schemas;
    if (count > maxSchemas) this.report.error(place, `a schema of at most ${maxSchemas} subschemas`, `${count}`);
    this.report.spend(place, stepsPerSchema * count);
    for (const { node, at, target } of this.#references) {
      const found = nodeAt(root, target);
      const isKnown = target === '' || this.#anchors.has(target) || (found !== undefined && this.#places.has(found));
      if (!isKnown) this.report.wrongType(node, at, 'a reference to a schema in this document');
    }
  }

  expect(fits: boolean, node: Node, at: string, expected: string): undefined {
    if (!fits) this.report.wrongType(node, at, expected);
  }

  items(node: Node, at: string, what: string, least: number, each: (item: Node, at: string) => void): undefined {
    if (node.kind !== 'array' || node.items.length < least) return this.report.wrongType(node, at, what);
    for (const [index, item] of node.items.entries()) each(item, under(at, index));
  }

  members(node: Node, at: string, what: string, each: (value: Node, at: string, key: string) => void): undefined {
    if (node.kind !== 'object') return this.report.wrongType(node, at, what);
    for (const { key, value } of node.members) each(value, under(at, key), key);
  }

  /** Strings, each once. */
  distinct(node: Node, at: string, what: string, least: number, each: (item: Node, at: string) => void): undefined {
    const seen = new Set<string>();
    return this.items(node, at, what, least, (item, place) => {
      each(item, place);
      if (item.kind !== 'string') return;
      this.expect(!seen.has(item.value), item, place, 'each name once');
      seen.add(item.value);
    });
  }

  names(node: Node, at: string): undefined {
    return this.distinct(node, at, 'a list of names', 0, (item, place) =>
      this.expect(item.kind === 'string', item, place, 'a name'),
    );
  }

  pattern(source: string, node: Node, at: string): undefined {
    if (source !== '') regexOf(source, { pointer: at, start: node.start }, this.report);
  }

  /** A subschema that the compiler makes of something else. */
  count(): void {
    this.#schemas += 1;
  }

  anchor(node: Node, at: string): undefined {
    if (node.kind !== 'string' || !/^[A-Za-z_][-A-Za-z0-9._]*$/.test(node.value))
      return this.report.wrongType(node, at, 'an anchor');
    if (this.#anchors.has(node.value)) return this.report.wrongType(node, at, 'an anchor that no other schema has');
    this.#anchors.add(node.value);
  }

  reference(node: Node, at: string): undefined {
    if (node.kind !== 'string' || !node.value.startsWith('#'))
      return this.report.wrongType(node, at, 'a local reference, such as #/$defs/x');
    this.#references.push({ node, at, target: node.value.slice(1) });
  }

  isAtRoot(at: string, keyword: string): boolean {
    return at === under(this.#pointer, keyword);
  }
}

/** What may stand at a keyword of each kind. */
const keywords: { readonly [K in Kind]: (check: SchemaCheck, node: Node, at: string) => undefined } = {
  schema: (check, node, at) => check.schema(node, at),
  schemas: (check, node, at) =>
    check.items(node, at, 'a list of schemas, not empty', 1, (item, place) => check.schema(item, place)),
  'schema-map': (check, node, at) =>
    check.members(node, at, 'an object of schemas', (value, place) => check.schema(value, place)),
  'pattern-map': (check, node, at) =>
    check.members(node, at, 'an object of schemas', (value, place, key) => {
      check.pattern(key, value, place);
      check.schema(value, place);
    }),
  'name-lists': (check, node, at) =>
    check.members(node, at, 'an object of lists of names', (value, place) => {
      check.count();
      check.names(value, place);
    }),
  names: (check, node, at) => check.names(node, at),
  types: (check, node, at) => {
    const type = (one: Node, place: string): undefined => typeNamed(one, place, check.report);
    return node.kind === 'array' ? check.distinct(node, at, 'a type or a list of types', 1, type) : type(node, at);
  },
  values: (check, node, at) => check.expect(node.kind === 'array', node, at, 'a list of values'),
  any: () => undefined,
  string: (check, node, at) => check.expect(node.kind === 'string', node, at, 'a string'),
  boolean: (check, node, at) => check.expect(node.kind === 'boolean', node, at, 'true or false'),
  number: (check, node, at) => check.expect(node.kind === 'number', node, at, 'a number'),
  positive: (check, node, at) => check.expect(node.kind === 'number' && node.value > 0, node, at, 'a number over 0'),
  natural: (check, node, at) =>
    check.expect(
      node.kind === 'number' && Number.isSafeInteger(node.value) && node.value >= 0,
      node,
      at,
      'a whole number from 0',
    ),
  pattern: (check, node, at) =>
    node.kind === 'string' ? check.pattern(node.value, node, at) : check.report.wrongType(node, at, 'an RE2 pattern'),
  format: (check, node, at) => {
    if (node.kind !== 'string') return check.report.wrongType(node, at, 'the name of a format');
    if (formats.has(node.value)) return;
    return check.report.unknownWord({ pointer: at, start: node.start }, 'one of', node.value, [...formats.keys()]);
  },
  anchor: (check, node, at) => check.anchor(node, at),
  ref: (check, node, at) => check.reference(node, at),
  draft: (check, node, at) =>
    check.expect(node.kind === 'string' && node.value.replace(/#$/, '') === draft, node, at, draft),
  id: (check, node, at) =>
    check.expect(
      node.kind === 'string' && check.isAtRoot(at, '$id'),
      node,
      at,
      'a URI, at the root of the schema only',
    ),
};

function typeNamed(node: Node, at: string, report: Report): undefined {
  if (node.kind !== 'string') return report.wrongType(node, at, 'a type or a list of types');
  if (schemaTypes.some((known) => known === node.value)) return;
  return report.unknownWord({ pointer: at, start: node.start }, 'one of', node.value, schemaTypes);
}

/** What a JSON pointer (as a URI fragment) leads to under `root`. */
function nodeAt(root: Node, fragment: string): Node | undefined {
  return tokensOf(fragment)?.reduce<Node | undefined>((at, token) => {
    if (at?.kind === 'object') return at.members.find(({ key }) => key === token)?.value;
    return at?.kind === 'array' && /^(?:0|[1-9]\d*)$/.test(token) ? at.items[Number(token)] : undefined;
  }, root);
}
