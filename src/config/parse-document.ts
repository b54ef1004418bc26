import { isAlias, isNode, isPair, LineCounter, type ParsedNode, parseDocument as parseYaml, visit } from 'yaml';
import type { ConfigProblem } from './problem.ts';

/** Where a node stands: from 1. */
export type Locate = (offset: number) => { readonly line: number; readonly column: number };

export type Parsed =
  | { readonly ok: true; readonly root: ParsedNode; readonly locate: Locate }
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
export function parseDocument(text: string): Parsed {
  const lines = new LineCounter();
  const locate: Locate = (offset) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
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
    lineCounter: lines,
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
  const root = document.contents as ParsedNode | null;
  if (root === null && errors.length === 0) add(0, 'the file is empty');
  return errors.length > 0 || root === null ? { ok: false, errors } : { ok: true, root, locate };
}
