import type { JsonValue, Path } from './json.ts';
import { type ArrayNode, type Member, type Node, type ObjectNode, readTree } from './read-tree.ts';
import { inlineUpTo, type Style, styleOf, write } from './write-value.ts';

/**
 * Edits of a JSON text by spans: each replaces the bytes of what it is about and leaves every other byte as it was
 * typed. What is written anew takes the indentation that the text around it has.
 *
 * All throw SyntaxFault on a text that is no JSON; edits of what is not there change nothing.
 */

/** Puts a value at a path, whatever stood there; objects on the way are made, a list is only ever grown by one. */
export function setValue(text: string, path: Path, value: JsonValue): string {
  const root = readTree(text);
  const { node, depth } = deepest(root, path);
  if (depth === path.length) return splice(text, node.start, node.end, write(value, styleOf(text, root, node)));
  const step = path[depth] as string | number;
  // What hangs under the root itself (`tools` …) is going to grow: it begins as a block of its own.
  if (node === root && typeof step === 'string' && typeof path[depth + 1] === 'string' && node.kind === 'object') {
    return setValue(insert(text, root, node, node.members.length, {}, step), path, value);
  }
  const missing = path.slice(depth + 1).reduceRight<JsonValue>((inner, key) => ({ [key]: inner }), value);
  if (node.kind === 'object' && typeof step === 'string')
    return insert(text, root, node, node.members.length, missing, step);
  if (node.kind === 'array' && typeof step === 'number') return insert(text, root, node, node.items.length, missing);
  return text;
}

/** Puts a value into the list at `path`, before what stands at `index`; the list is made where there is none. */
export function insertValue(text: string, path: Path, index: number, value: JsonValue): string {
  const root = readTree(text);
  const { node, depth } = deepest(root, path);
  if (depth < path.length) return setValue(text, path, [value]);
  if (node.kind !== 'array') return text;
  return insert(text, root, node, Math.min(index, node.items.length), value);
}

/** Takes a member or an item out, with its comma. */
export function removeValue(text: string, path: Path): string {
  const root = readTree(text);
  const last = path.at(-1);
  const { node, depth } = deepest(root, path.slice(0, -1));
  if (last === undefined || depth < path.length - 1 || node.kind === 'scalar') return text;
  const spans = spansOf(node);
  const index = node.kind === 'array' ? Number(last) : lastMember(node, String(last));
  const span = spans[index];
  if (span === undefined) return text;
  const before = spans[index - 1];
  const after = spans[index + 1];
  if (after !== undefined) return splice(text, span.start, after.start, '');
  if (before !== undefined) return splice(text, before.end, span.end, '');
  return splice(text, node.start + 1, node.end - 1, '');
}

/** Puts members behind the others of an object that has some already, each as `setValue` would: of one text, read once. */
export function appendMembers(text: string, path: Path, members: readonly (readonly [string, JsonValue])[]): string {
  const root = readTree(text);
  const { node, depth } = deepest(root, path);
  const last = node.kind === 'object' ? node.members.at(-1) : undefined;
  if (depth < path.length || node.kind !== 'object' || last === undefined || members.length === 0) return text;
  const { style, between } = rowOf(text, root, node);
  const written = members.map(([key, value]) => {
    const prefix = `${JSON.stringify(key)}: `;
    return between + prefix + write(value, style, prefix.length);
  });
  return splice(text, last.value.end, last.value.end, written.join(''));
}

/** Takes members out of an object, each as `removeValue` would. */
export function removeMembers(text: string, path: Path, names: ReadonlySet<string>): string {
  const { node, depth } = deepest(readTree(text), path);
  if (depth < path.length || node.kind !== 'object') return text;
  const spans = spansOf(node);
  // Of two members of one name the later one counts, and is the one that goes.
  const goes = node.members.map(({ key }, index) => names.has(key) && lastMember(node, key) === index);
  const stays = goes.lastIndexOf(false);
  if (stays === -1) return splice(text, node.start + 1, node.end - 1, '');
  const end = spans.at(-1)?.end ?? 0;
  let left = splice(text, spans[stays]?.end ?? end, end, '');
  for (let i = stays - 1; i >= 0; i--) {
    if (goes[i] === true) left = splice(left, spans[i]?.start ?? 0, spans[i + 1]?.start ?? 0, '');
  }
  return left;
}

/** Gives a member another name; its value and its place stay. Nothing happens where that name is taken. */
export function renameKey(text: string, path: Path, name: string): string {
  const parent = deepest(readTree(text), path.slice(0, -1));
  const { node } = parent;
  if (parent.depth < path.length - 1 || node.kind !== 'object') return text;
  const found = node.members[lastMember(node, String(path.at(-1)))];
  if (found === undefined || node.members.some(({ key }) => key === name)) return text;
  return splice(text, found.keyStart, found.keyEnd, JSON.stringify(name));
}

/** Puts an item of a list before or behind the others; the texts of both places are exchanged one by one. */
export function moveItem(text: string, path: Path, from: number, to: number): string {
  const { node, depth } = deepest(readTree(text), path);
  if (depth < path.length || node.kind !== 'array' || from === to) return text;
  const texts = node.items.map(({ start, end }) => text.slice(start, end));
  const [moved] = texts.splice(from, 1);
  if (moved === undefined || to < 0 || to > texts.length) return text;
  texts.splice(to, 0, moved);
  return node.items.reduceRight((result, { start, end }, i) => splice(result, start, end, texts[i] ?? ''), text);
}

const splice = (text: string, start: number, end: number, by: string): string =>
  text.slice(0, start) + by + text.slice(end);

/** As far as a path leads: the last node on it, and how many steps were taken. */
function deepest(root: Node, path: Path): { node: Node; depth: number } {
  let node = root;
  let depth = 0;
  for (const step of path) {
    const next = child(node, step);
    if (next === undefined) break;
    node = next;
    depth++;
  }
  return { node, depth };
}

/** Of two members of one name the later one counts, as in every reader that takes both. */
function lastMember(node: ObjectNode, key: string): number {
  return node.members.findLastIndex((member) => member.key === key);
}

function child(node: Node, step: string | number): Node | undefined {
  if (node.kind === 'array' && typeof step === 'number') return node.items[step];
  if (node.kind === 'object') return node.members[lastMember(node, String(step))]?.value;
  return undefined;
}

function spansOf(node: ObjectNode | ArrayNode): readonly { readonly start: number; readonly end: number }[] {
  if (node.kind === 'array') return node.items;
  return node.members.map(({ keyStart, value }: Member) => ({ start: keyStart, end: value.end }));
}

/** Whether a node is a member of the document itself. */
function isTop(root: Node, node: Node): boolean {
  return root.kind === 'object' && root.members.some(({ value }) => value === node);
}

/** How what stands in a row that is not empty is written, and what stands between two of it. */
function rowOf(text: string, root: Node, node: ObjectNode | ArrayNode): { style: Style; between: string } {
  const style = styleOf(text, root, node);
  const first = spansOf(node)[0]?.start ?? node.end;
  if (!text.slice(node.start, first).includes('\n')) return { style, between: style.unit === '' ? ',' : ', ' };
  const inner = style.at(first);
  return { style: inner, between: `,\n${inner.indent}` };
}

function insert(
  text: string,
  root: Node,
  node: ObjectNode | ArrayNode,
  index: number,
  value: JsonValue,
  key?: string,
): string {
  const spans = spansOf(node);
  const style = styleOf(text, root, node);
  const prefix = key === undefined ? '' : `${JSON.stringify(key)}: `;
  if (spans.length === 0) {
    const inner = style.deeper();
    const whole = prefix + write(value, inner, prefix.length);
    const block = node === root || (node.kind === 'object' && isTop(root, node) && text.trimEnd().includes('\n'));
    const short =
      style.unit === '' || (!block && style.indent.length + whole.length < inlineUpTo && !whole.includes('\n'));
    const [open, close] = node.kind === 'array' ? ['[', ']'] : ['{', '}'];
    const pad = node.kind === 'array' || style.unit === '' ? '' : ' ';
    const written = short
      ? `${open}${pad}${whole}${pad}${close}`
      : `${open}\n${inner.indent}${whole}\n${style.indent}${close}`;
    return splice(text, node.start, node.end, written);
  }
  const { style: inner, between } = rowOf(text, root, node);
  const written = prefix + write(value, inner, prefix.length);
  if (index < spans.length) {
    const { start } = spans[index] as { start: number };
    return splice(text, start, start, written + between);
  }
  const { end } = spans.at(-1) as { end: number };
  return splice(text, end, end, between + written);
}
