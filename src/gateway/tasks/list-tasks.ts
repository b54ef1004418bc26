import { listed } from '../../policy/index.ts';
import { editResult, type Piece, stringAt, writeResult } from '../../protocol/index.ts';
import { askUpstream } from '../../upstream/index.ts';
import type { ClientRequest } from '../client-request.ts';
import { jsonList } from '../lists/list.ts';
import { plainHeaders } from '../lists/list-request.ts';
import { noSuchPage } from '../lists/no-such-page.ts';
import { stateOf } from './screen-task.ts';
import type { Task } from './session-tasks.ts';

/** Each is a request to the server. */
const pageSize = 16;

/** A page of a session's tasks, and where the next one begins. */
export interface TaskPage {
  readonly items: readonly Piece[];
  readonly cursor: string | undefined;
}

/**
 * `tasks/list`: the session's own tasks, each as its server tells it now. The server is not asked for its list: it may hold
 * other clients' tasks as well, and in 2026-07-28 it has none.
 *
 * @throws Fault `bad_request` for a page that does not exist
 */
export async function listTasks(request: ClientRequest): Promise<Buffer> {
  const { message } = request;
  const cursor = stringAt(message.bytes, message.params.get('cursor'));
  if (cursor === undefined && message.params.has('cursor')) throw noSuchPage();
  const page = await taskPage(request, cursor);
  return writeResult(message.id, tasksResult(page.items, page.cursor));
}

/** The result of `tasks/list`. */
export function tasksResult(items: readonly Piece[], cursor: string | undefined): Piece {
  return ['{"tasks":', jsonList(items), cursor === undefined ? '' : `,"nextCursor":${JSON.stringify(cursor)}`, '}'];
}

/** @param cursor of an earlier page; absent for the first */
export async function taskPage(
  { session, access }: Pick<ClientRequest, 'session' | 'access'>,
  cursor: string | undefined,
): Promise<TaskPage> {
  const after = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(after)) throw noSuchPage();
  const { policy } = access;
  const left = session.tasks.all
    .filter(({ order, tool }) => order > after && policy !== undefined && listed(policy.policy, 'tool', tool))
    .sort((a, b) => a.order - b.order);
  const page = left.slice(0, pageSize);
  const items = await Promise.all(page.map((task) => now(task, session)));
  const last = page.at(-1);
  const cursorOfNext = left.length > page.length && last !== undefined ? String(last.order) : undefined;
  return { items: items.filter((item) => item !== undefined), cursor: cursorOfNext };
}

/** @returns `undefined` for one that its server does not know any more, or says nothing of */
async function now(task: Task, session: ClientRequest['session']): Promise<Piece | undefined> {
  const { upstream } = await session.connection.open();
  const params = [['taskId', JSON.stringify(task.upstreamId)] as const];
  const answer = await askUpstream(upstream, 'tasks/get', params, plainHeaders(session, 'tasks/get'));
  if (answer.kind === 'error') {
    if (answer.code === -32602) session.tasks.forget(task.upstreamId);
    return undefined;
  }
  const said = stateOf(answer);
  if (said?.taskId !== task.upstreamId) return undefined;
  session.tasks.heard(said);
  return editResult(
    answer,
    new Map<string, Piece | undefined>([
      ['taskId', JSON.stringify(task.id)],
      ['_meta', undefined],
    ]),
  );
}
