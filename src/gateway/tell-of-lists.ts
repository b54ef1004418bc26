import type { ChangedLists } from '../snapshot/index.ts';
import type { Ports } from './ports.ts';
import type { Sessions } from './sessions/sessions.ts';

/** Tells clients that listen, in a session or without one, which of their lists may be others than before. */
export function tellOfLists(
  { listChanges }: Pick<Ports, 'listChanges'>,
  sessions: Sessions,
  changed: ChangedLists,
): void {
  sessions.listsChanged(changed);
  listChanges.announce(changed);
}
