import type { Caller } from '../caller.ts';
import type { Ports } from '../ports.ts';
import { tableKey } from './tool-table.ts';

/** What a server's word that a list has changed does here: its tools are read again before they serve another call. */
export function listChanged(
  caller: Pick<Caller, 'grant' | 'access'>,
  { tables }: Pick<Ports, 'tables'>,
): (method: string) => void {
  return (method) => {
    if (method === 'notifications/tools/list_changed') tables.invalidate(tableKey(caller));
  };
}
