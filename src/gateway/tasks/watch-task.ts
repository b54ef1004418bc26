import { metaKeys, type Params, tasksExtension } from '../../protocol/index.ts';
import { askUpstream } from '../../upstream/index.ts';
import { plainHeaders } from '../lists/list-request.ts';
import { ownMeta } from '../sessions/discover.ts';
import type { Session } from '../sessions/session.ts';
import { stateOf } from './screen-task.ts';
import type { Task } from './session-tasks.ts';

/** A slot that nobody needs any more is free again within this time, whether or not its client asks how the task stands. */
const watchMs = 5_000;

const own = JSON.stringify({
  ...(JSON.parse(ownMeta) as object),
  [metaKeys.clientCapabilities]: { extensions: { [tasksExtension]: {} } },
});

/** Asks a task's server by itself how it stands, from time to time, until it has ended: for tasks that hold slots. */
export function watchTask(session: Session, task: Task): void {
  const timer = setInterval(() => {
    if (task.isOver) clearInterval(timer);
    else void askForTask(session, task);
  }, watchMs).unref();
}

/** Asks once, in nobody's name. What cannot be learnt now is learnt the next time, or when the task's time is up. */
export async function askForTask(session: Session, task: Task): Promise<void> {
  const upstream = session.connection.current;
  if (upstream === undefined) return;
  const { stateless, version } = session.revision;
  const id = ['taskId', JSON.stringify(task.upstreamId)] as const;
  const params: Params = stateless ? [id, ['_meta', own]] : [id];
  const headers = stateless
    ? { protocolVersion: version, method: 'tasks/get', name: task.upstreamId }
    : plainHeaders(session, 'tasks/get');
  try {
    const answer = await askUpstream(upstream, 'tasks/get', params, headers);
    const said = answer.kind === 'result' ? stateOf(answer) : undefined;
    if (said?.taskId === task.upstreamId) session.tasks.heard(said);
    else if (answer.kind === 'error' && answer.code === -32602) session.tasks.forget(task.upstreamId);
  } catch {
    // The server cannot be had now.
  }
}
