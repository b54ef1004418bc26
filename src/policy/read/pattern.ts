import { maxPatternBytes } from '../operators/regex.ts';
import type { Node } from '../source/tree.ts';
import { uriPatternFault } from '../uri/uri-pattern.ts';
import type { Reader } from './reader.ts';
import type { Place, Report } from './report.ts';

/** A pattern of tool or prompt names: exact, or a glob in which only `*` is special. */
function namePattern(text: string, place: Place, report: Report): string | undefined {
  const expected = 'a name of A-Z a-z 0-9 . _ - (128 at most), in which * stands for any run of characters';
  if (Buffer.byteLength(text) > maxPatternBytes)
    return report.error(place, `at most ${maxPatternBytes} bytes`, 'a longer pattern');
  const literal = text.replaceAll('*', '');
  const possible = /^[A-Za-z0-9._-]{0,128}$/.test(literal) && text !== '';
  return possible ? text : report.error(place, expected, `${JSON.stringify(text)}, which could match no callable name`);
}

function uriPattern(text: string, place: Place, report: Report): string | undefined {
  if (Buffer.byteLength(text) > maxPatternBytes)
    return report.error(place, `at most ${maxPatternBytes} bytes`, 'a longer pattern');
  const fault = uriPatternFault(text);
  return fault === undefined ? text : report.error(place, 'a URI, in which * stands for any run of characters', fault);
}

interface KeyReader {
  readonly schema: { readonly type: 'string'; readonly pattern?: string; readonly minLength?: number };
  read(member: { readonly key: string; readonly value: Node }, pointer: string, report: Report): string | undefined;
}

/** Patterns as keys; an error stands at the key's value, as the language says. */
export const nameKeys: KeyReader = {
  schema: { type: 'string', pattern: '^[A-Za-z0-9._*-]+$' },
  read: ({ key, value }, pointer, report) => namePattern(key, { pointer, start: value.start }, report),
};
export const uriKeys: KeyReader = {
  schema: { type: 'string', minLength: 1 },
  read: ({ key, value }, pointer, report) => uriPattern(key, { pointer, start: value.start }, report),
};

/** An entry of `hide`, with its place. */
export const hidePattern: Reader<{ readonly pattern: string; readonly place: Place }> = {
  schema: nameKeys.schema,
  read(node, pointer, report) {
    if (node.kind !== 'string') return report.wrongType(node, pointer, 'a tool-name pattern');
    const place = { pointer, start: node.start };
    const pattern = namePattern(node.value, place, report);
    return pattern === undefined ? undefined : { pattern, place };
  },
};
