import { isUtf8 } from 'node:buffer';

const BEGIN = '=?base64?';
const END = '?=';
const plain = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** @returns a header value that carries a text: as it is where a header can, else in its `=?base64?…?=` form (SEP-2243) */
export function encodeHeaderValue(text: string): string {
  if (plain.test(text) && !text.startsWith('=?')) return text;
  return `${BEGIN}${Buffer.from(text, 'utf8').toString('base64')}${END}`;
}

/**
 * Decodes once. Only the exact marker at both ends, canonical padded base64 and UTF-8 are taken: a second spelling of
 * one value would be a second way to say it. What lacks a half of the marker says itself.
 *
 * @returns the text; `undefined` when the marker is there but what it holds is not sound
 */
export function decodeHeaderValue(value: string): string | undefined {
  if (!value.startsWith(BEGIN) || !value.endsWith(END) || value.length < BEGIN.length + END.length) {
    return value === '' || plain.test(value) ? value : undefined;
  }
  const base64 = value.slice(BEGIN.length, -END.length);
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 && isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}
