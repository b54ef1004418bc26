import { type RequestMessage, stringAt, writeResult } from '../../protocol/index.ts';
import { noSuchPage } from '../lists/no-such-page.ts';
import { taskPage, tasksResult } from '../tasks/list-tasks.ts';
import { readCursor, writeCursor } from './composite-cursor.ts';
import type { Parts, Reach } from './reach.ts';

/**
 * `tasks/list` at the URL of all servers: the tasks of the sessions that are open. A server that nothing was asked of has
 * none of this client's.
 *
 * @throws Fault `bad_request` for a page that does not exist
 */
export async function listAllTasks(message: RequestMessage, parts: Parts, { grant }: Reach): Promise<Buffer> {
  const text = stringAt(message.bytes, message.params.get('cursor'));
  if (text === undefined && message.params.has('cursor')) throw noSuchPage();
  const from = text === undefined ? undefined : readCursor(text);
  const asked = [...parts.opened].filter(({ slug, tasks }) => tasks.size > 0 && (from?.has(slug) ?? true));
  const pages = await Promise.all(
    asked.map(async (session) => {
      const access = grant.access.get(session.slug);
      const page = access === undefined ? undefined : await taskPage({ session, access }, from?.get(session.slug));
      return { slug: session.slug, items: page?.items ?? [], cursor: page?.cursor };
    }),
  );
  const cursors = pages.flatMap(({ slug, cursor }) => (cursor === undefined ? [] : [[slug, cursor] as const]));
  const items = pages.flatMap((page) => page.items);
  return writeResult(message.id, tasksResult(items, writeCursor(new Map(cursors))));
}
