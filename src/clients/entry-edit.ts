import type { JsonObject } from '../protocol/index.ts';
import type { Edit } from './edit.ts';
import { setMember } from './jsonc/set-member.ts';
import { setTable } from './toml/set-table.ts';

/**
 * The edit that makes an entry stand in a client's file, in place of the one of its name if there is one.
 *
 * @param text the file; '' for one that is not there yet
 * @param path the members on the way to the entry, its name last
 * @throws Error where the file is not well-formed, or the entry cannot be changed without touching anything else
 */
export function entryEdit(format: 'jsonc' | 'toml', text: string, path: readonly string[], entry: JsonObject): Edit {
  if (format === 'jsonc') return setMember(text, path, entry);
  const [section = '', name = '', ...deeper] = path;
  if (deeper.length > 0) throw new TypeError('a server of this file must stand in a table of its own');
  return setTable(text, section, name, entry);
}
