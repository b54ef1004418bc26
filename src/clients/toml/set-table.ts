import { isDeepStrictEqual } from 'node:util';
import { parse } from 'smol-toml';
import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';
import { applyEdit, type Edit } from '../edit.ts';
import { tomlHeaders } from './toml-headers.ts';

/**
 * The edit that makes `[section.name]` this table: one that stands there is replaced with its sub-tables, a new one comes
 * at the end. All the rest stays to the byte. The result is read again: an edit that would change anything else is
 * refused.
 *
 * @throws TomlError where the text is none
 * @throws TypeError where the table is written in a way that has no place of its own (inline, or with dotted keys)
 */
export function setTable(text: string, section: string, name: string, table: JsonObject): Edit {
  const before = parse(text);
  const own = new Map<string, unknown>(Object.entries(before));
  const others = own.get(section);
  const inner = typeof others === 'object' && others !== null ? Object.entries(others) : [];
  const edit = editOf(text, section, name, blockOf(section, name, table));
  const expected = Object.fromEntries(
    own.set(section, Object.fromEntries(new Map<string, unknown>(inner).set(name, table))),
  );
  if (!isDeepStrictEqual(plain(read(applyEdit(text, edit))), plain(expected))) {
    throw new TypeError(`the table [${section}.${name}] is written in a way that cannot be changed line by line`);
  }
  return edit;
}

function read(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** Prototypes and classes of dates aside. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value ?? null, (_key, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one)),
  ) as unknown;
}

function editOf(text: string, section: string, name: string, block: string): Edit {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const written = block.replaceAll('\n', eol);
  const headers = tomlHeaders(text);
  const isOwn = ({ path }: { readonly path: readonly string[] }): boolean => path[0] === section && path[1] === name;
  const first = headers.findIndex(isOwn);
  const header = headers[first];
  if (header === undefined) {
    const gap = text === '' ? '' : text.endsWith('\n') ? eol : eol + eol;
    return { offset: text.length, removed: '', inserted: gap + written };
  }
  const next = headers.slice(first).find((one) => !isOwn(one));
  const whole = text.slice(header.offset, next?.offset ?? text.length);
  // Blank lines and comments before the next header belong to that one.
  const removed = whole.replace(/(?:^|(?<=\n))(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*$/, '');
  return { offset: header.offset, removed, inserted: removed.endsWith('\n') ? written : written.trimEnd() };
}

function blockOf(section: string, name: string, table: JsonObject): string {
  const lines = Object.entries(table).map(([key, value]) => `${keyOf(key)} = ${valueText(value)}`);
  return `[${keyOf(section)}.${keyOf(name)}]\n${lines.map((line) => `${line}\n`).join('')}`;
}

function keyOf(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : textOf(key);
}

/** A value of TOML: objects become inline tables. */
function valueText(value: JsonValue): string {
  if (typeof value === 'string') return textOf(value);
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (isJsonObject(value)) {
    const members = Object.entries(value).map(([key, member]) => `${keyOf(key)} = ${valueText(member)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return JSON.stringify(value);
}

/** JSON's escapes are TOML's, too; TOML also wants DEL escaped. */
function textOf(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}
