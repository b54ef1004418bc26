import type { JsonValue } from './json.ts';
import type { Node } from './read-tree.ts';

/** How values are written at one place of a text. */
export interface Style {
  /** What one level adds; empty in a text that has no line ends. */
  readonly unit: string;
  /** What the line begins with in which the value stands. */
  readonly indent: string;
  /** One level further in. */
  deeper(): Style;
  /** As the line has it in which `offset` stands. */
  at(offset: number): Style;
}

/** Columns up to which a list or object stays on one line. */
export const inlineUpTo = 100;

/** The style of the text around a node, as its author has it. */
export function styleOf(text: string, root: Node, node: Node): Style {
  const unit = unitOf(text, root);
  const style = (indent: string): Style => ({
    unit,
    indent,
    deeper: () => style(indent + unit),
    at: (offset) => style(indentAt(text, offset)),
  });
  return style(indentAt(text, node.start));
}

/**
 * @param before columns that its line has before it, beside the indentation: its key
 * @returns the text of a value, without the indentation of its first line
 */
export function write(value: JsonValue, style: Style, before = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (style.unit === '') return JSON.stringify(value);
  const line = inline(value);
  if (style.indent.length + before + line.length <= inlineUpTo) return line;
  const inner = style.deeper();
  const parts = Array.isArray(value)
    ? value.map((item: JsonValue) => write(item, inner))
    : Object.entries(value).map(([key, item]: [string, JsonValue]) => {
        const prefix = `${JSON.stringify(key)}: `;
        return prefix + write(item, inner, prefix.length);
      });
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${parts.map((part) => inner.indent + part).join(',\n')}\n${style.indent}${close}`;
}

function inline(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  const members = Object.entries(value).map(
    ([key, item]: [string, JsonValue]) => `${JSON.stringify(key)}: ${inline(item)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** What the first thing that stands on a line of its own is set in by; two spaces in a text that is all one line but spaced. */
function unitOf(text: string, root: Node): string {
  const inside = text.slice(root.start, root.end);
  const line = /\n([ \t]+)\S/.exec(inside)?.[1];
  if (line !== undefined) return line.startsWith('\t') ? '\t' : line;
  return /[:,{[]\s/.test(inside) || inside.length <= 2 ? '  ' : '';
}

function indentAt(text: string, offset: number): string {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(from, offset))?.[0] ?? '';
}
