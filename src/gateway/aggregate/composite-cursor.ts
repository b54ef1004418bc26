import { defaultCaps, isJsonObject, scan, valueAt } from '../../protocol/index.ts';
import { noSuchPage } from '../lists/no-such-page.ts';

/** Where each server's list goes on: slug → its own cursor. Servers whose list has ended are not in it. */
export type CompositeCursor = ReadonlyMap<string, string>;

/** @returns one opaque cursor for all of them, or `undefined` when all lists have ended */
export function writeCursor(cursors: CompositeCursor): string | undefined {
  if (cursors.size === 0) return undefined;
  return Buffer.from(JSON.stringify(Object.fromEntries(cursors))).toString('base64url');
}

/**
 * @throws Fault `bad_request` for what no list of ours could have ended with. A made-up one reaches no more than its
 *   client could ask of each server by itself
 */
export function readCursor(text: string): CompositeCursor {
  const bytes = Buffer.from(text, 'base64url');
  const found = bytes.toString('base64url') === text ? scan(bytes, defaultCaps, 'everywhere') : undefined;
  const value = found === undefined || found.kind === 'offence' ? undefined : valueAt(bytes, found.span);
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  const cursors = new Map(entries.flatMap(([slug, cursor]) => (typeof cursor === 'string' ? [[slug, cursor]] : [])));
  if (cursors.size === 0 || cursors.size < entries.length) throw noSuchPage();
  return cursors;
}
