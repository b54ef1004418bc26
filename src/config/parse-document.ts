import type * as Yaml from 'yaml';
import { latePackage } from '../kernel/index.ts';
import { positionsIn } from '../policy/index.ts';
import type { ConfigNode } from './node.ts';
import type { ConfigProblem } from './problem.ts';

/** Seventy modules, and `toolgate run` has no document to read: loaded, at once, with the first that somebody has. */
const loadYaml = (): typeof Yaml => latePackage('yaml');

/** Where a node stands: line and column from 1, the column in code points, as in a policy. */
export type Locate = (offset: number) => { readonly line: number; readonly column: number };

export type ParsedConfig =
  | { readonly ok: true; readonly root: ConfigNode; readonly locate: Locate }
  | { readonly ok: false; readonly errors: readonly ConfigProblem[] };

/**
 * The parser's own messages quote the text they stumble over, which may be a token; these do not. What is not listed
 * is malformed in a way that its position explains best.
 */
const sentences: ReadonlyMap<string, string> = new Map([
  ['DUPLICATE_KEY', 'this key stands twice in its mapping'],
  ['MULTIPLE_DOCS', 'there must be one document only'],
  ['NON_STRING_KEY', 'a key must be a string'],
  ['TAB_AS_INDENT', 'indentation must be spaces, not tabs'],
  ['BAD_INDENT', 'the indentation does not fit what stands above'],
  ['BAD_ALIAS', 'aliases (*name) are not allowed'],
  ['MISSING_CHAR', 'something is missing here: a closing quote, bracket or colon'],
  ['TAG_RESOLVE_FAILED', 'tags (!name) are not allowed'],
]);

/**
 * Reads YAML 1.2 core, strictly: one document, string keys, each once; no aliases, anchors, merges, tags or
 * directives. JSON is read as the subset of YAML that it is.
 */
export function parseDocument(text: string): ParsedConfig {
  const { isAlias, isMap, isNode, isPair, isScalar, isSeq, parseDocument: parseYaml, visit } = loadYaml();
  const locate = positionsIn(text);
  const errors: ConfigProblem[] = [];
  const add = (offset: number, message: string): void => {
    errors.push({ pointer: '', ...locate(offset), message });
  };
  if (text.startsWith('\ufeff')) {
    return { ok: false, errors: [{ pointer: '', line: 1, column: 1, message: 'the file must not begin with a BOM' }] };
  }
  const document = parseYaml(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    stringKeys: true,
    merge: false,
    prettyErrors: false,
    // 'silent' would also silence the error of a second document.
    logLevel: 'error',
  });
  for (const error of [...document.errors, ...document.warnings]) {
    add(error.pos[0], sentences.get(error.code) ?? 'this is no well-formed YAML');
  }
  if (errors.length === 0 && document.directives.docStart === true && /^%/m.test(text.slice(0, text.indexOf('---')))) {
    add(0, 'directives (%YAML, %TAG) are not allowed');
  }
  visit(document, (_key, node) => {
    if (!isNode(node) || isPair(node)) return;
    const at = node.range?.[0] ?? 0;
    if (isAlias(node)) add(at, 'aliases (*name) are not allowed');
    else if (node.anchor !== undefined) add(at, 'anchors (&name) are not allowed');
    else if (node.tag !== undefined) add(at, 'tags (!name) are not allowed');
  });
  const root = document.contents as Yaml.ParsedNode | null;
  if (root === null && errors.length === 0) add(0, 'the file is empty');
  return errors.length > 0 || root === null ? { ok: false, errors } : { ok: true, root: nodeOfYaml(root), locate };

  function nodeOfYaml(node: Yaml.ParsedNode): ConfigNode {
    const range = [node.range[0], node.range[1]] as const;
    if (isSeq(node)) {
      return { kind: 'list', range, items: node.items.map((item) => nodeOfYaml(item as Yaml.ParsedNode)) };
    }
    if (!isMap(node)) return { kind: 'scalar', range, value: isScalar(node) ? node.value : undefined };
    const members = node.items.map(({ key, value }) => {
      const name = nodeOfYaml(key);
      // A key without a colon (`{ a, b }`) has no value node at all; it is read as an empty one at the key's place.
      const empty: ConfigNode = { kind: 'scalar', range: name.range, value: null };
      // Keys are strings, and each stands once: the parser has seen to it.
      return {
        name: isScalar(key) ? String(key.value) : '',
        key: name,
        value: value === null ? empty : nodeOfYaml(value),
      };
    });
    return { kind: 'map', range, members };
  }
}
