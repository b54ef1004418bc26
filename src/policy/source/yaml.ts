import type { ParsedNode, Scalar } from 'yaml';
import { yaml } from '../packages.ts';
import { keepsItsDigits } from './decimal.ts';
import { finite, keyFault } from './json.ts';
import { pointerOf } from './pointer.ts';
import { type Member, maxDepth, type Node, type ParsedSource, type SourceFault } from './tree.ts';

/**
 * Reads a YAML 1.2 text of the core schema into the same tree as JSON. What YAML offers beyond JSON's data model is
 * refused, since each is a way to write a document that two readers understand differently (threats B28): anchors,
 * aliases, merge keys, tags, directives, a second document, keys that are no strings, numbers that are none in JSON.
 */
export function parseYaml(text: string): ParsedSource {
  const faults = forbiddenTokens(text);
  if (faults.length > 0) return { root: undefined, faults };
  const [document, second] = yaml().parseAllDocuments(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
  });
  if (document === undefined) return { root: undefined, faults: [fault(0, 'a document', 'nothing')] };
  if (second !== undefined) faults.push(fault(second.range[0], 'a single document', 'a second document'));
  // What the parser says after the first error is mostly a consequence of it.
  const [error] = [...document.errors, ...document.warnings].toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (error !== undefined) {
    const hint =
      error.code === 'UNEXPECTED_TOKEN' ? ' (a text with brackets, braces, a colon or a comma stands in quotes)' : '';
    faults.push(fault(error.pos[0], `YAML 1.2${hint}`, error.message));
  }
  if (faults.length > 0) return { root: undefined, faults };
  return { root: convert(document.contents, faults), faults };
}

/**
 * Most tokens of a text: a key and its value on a line of their own are five. The parser takes some ten microseconds for
 * each, and a text of nothing but brackets is all tokens. JSON has no such bound, for it is read ten times as fast.
 */
const maxTokens = 100_000;

function fault(start: number, expected: string, found: string): SourceFault {
  return { start, pointer: '', expected, found };
}

/** Looks through the tokens, before anything is composed, for what no document may hold. */
function forbiddenTokens(text: string): SourceFault[] {
  const { CST, Lexer } = yaml();
  const faults: SourceFault[] = [];
  let at = 0;
  let tokens = 0;
  let depth = 0;
  let dashes = 0;
  let scalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END || lexeme === CST.SCALAR) {
      scalar = lexeme === CST.SCALAR;
      continue;
    }
    const kind = scalar ? 'scalar' : CST.tokenType(lexeme);
    scalar = false;
    if (kind === 'anchor') faults.push(fault(at, 'no anchors or aliases', lexeme));
    // What begins with an asterisk is nearly always a pattern.
    else if (kind === 'alias') faults.push(fault(at, 'no aliases; a pattern with * stands in quotes', lexeme));
    else if (kind === 'tag') faults.push(fault(at, 'no tags', lexeme));
    else if (kind === 'byte-order-mark') faults.push(fault(at, 'no byte order mark', 'a byte order mark'));
    else if (kind === 'directive-line') faults.push(fault(at, 'no directives', lexeme));
    else if (kind === 'flow-map-start' || kind === 'flow-seq-start') depth++;
    else if (kind === 'flow-map-end' || kind === 'flow-seq-end') depth--;
    // `- - - …` nests without indentation; deeper nesting by indentation is found when the tree is made.
    if (kind === 'newline') dashes = 0;
    else if (kind === 'seq-item-ind') dashes++;
    if (depth > maxDepth || dashes > maxDepth)
      return [...faults, fault(at, `at most ${maxDepth} levels of nesting`, 'more')];
    tokens++;
    if (tokens > maxTokens) return [...faults, fault(at, `at most ${maxTokens} tokens of YAML (or JSON)`, 'more')];
    at += lexeme.length;
  }
  return faults;
}

function convert(root: ParsedNode | null, faults: SourceFault[]): Node | undefined {
  const { isMap, isScalar, isSeq } = yaml();
  const tokens: (string | number)[] = [];
  const note = (start: number, expected: string, found: string): void => {
    faults.push({ start, pointer: pointerOf(tokens), expected, found });
  };
  const walk = (node: ParsedNode | null, fallback: number, depth: number): Node => {
    if (node === null) return { kind: 'null', start: fallback };
    const [start] = node.range;
    if (depth > maxDepth && !isScalar(node)) {
      note(start, `at most ${maxDepth} levels of nesting`, 'more');
      return { kind: 'null', start };
    }
    if (isSeq(node)) {
      const items = node.items.map((item, index) => {
        tokens.push(index);
        const made = walk(item as ParsedNode | null, start, depth + 1);
        tokens.pop();
        return made;
      });
      return { kind: 'array', start, items };
    }
    if (isMap(node)) {
      const members: Member[] = [];
      const seen = new Set<string>();
      for (const pair of node.items) {
        const { key } = pair;
        const [keyStart] = key.range;
        if (!isScalar(key) || typeof key.value !== 'string') {
          note(keyStart, 'a key that is a string', isScalar(key) ? String(key.source) : 'another key');
          continue;
        }
        tokens.push(key.value);
        const merge = key.value === '<<' && key.type === 'PLAIN';
        const refused = merge ? 'no merge keys' : keyFault(key.value, seen.has(key.value));
        if (refused !== undefined) note(keyStart, refused, `"${key.value}"`);
        const value = walk(pair.value as ParsedNode | null, keyStart + key.value.length, depth + 1);
        tokens.pop();
        if (refused === undefined) members.push({ key: key.value, keyStart, value });
        seen.add(key.value);
      }
      return { kind: 'object', start, members };
    }
    const { value, source } = node as Scalar.Parsed;
    return scalarOf(value, String(source), start, note);
  };
  return walk(root, 0, 1);
}

function scalarOf(
  value: unknown,
  source: string,
  start: number,
  note: (start: number, expected: string, found: string) => void,
): Node {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) note(start, 'no lone surrogate in a string', 'one');
    return { kind: 'string', start, value: value.toWellFormed() };
  }
  if (typeof value === 'boolean') return { kind: 'boolean', start, value };
  if (typeof value !== 'number') return { kind: 'null', start };
  const based = /^0[ox]/.test(source);
  if (based ? !Number.isSafeInteger(value) : !keepsItsDigits(source)) {
    note(start, 'a number that a double holds exactly', source.slice(0, 40));
  }
  return { kind: 'number', start, value: finite(value) };
}
