import { ImportError } from './imported.ts';

/**
 * The server that a policy is made for.
 *
 * @param named those that the source names
 * @param given the one that was asked for, if any
 * @param where what names them, for the error
 * @throws ImportError where it cannot be told
 */
export function theServer(named: ReadonlySet<string>, given: string | undefined, where: string): string {
  if (given !== undefined) return given;
  const [first, ...others] = [...named].toSorted();
  if (first === undefined) throw new ImportError(`${where} name no MCP server`);
  if (others.length > 0) {
    const all = [first, ...others].join(', ');
    throw new ImportError(`${where} name several servers (${all}); a policy belongs to one: choose it with --server`);
  }
  return first;
}
