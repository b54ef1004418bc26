import { Fault } from '../../kernel/index.ts';
import { listed } from '../../policy/index.ts';
import {
  type ErrorMessage,
  paramsOf,
  type ResultMessage,
  relayError,
  stringAt,
  tasksExtension,
  writeError,
  writeRequest,
} from '../../protocol/index.ts';
import type { Arrival } from '../arrival.ts';
import type { ClientRequest } from '../client-request.ts';
import { listChanged } from '../lists/list-changed.ts';
import { outgoingMeta } from '../outgoing-meta.ts';
import type { Ports } from '../ports.ts';
import { ended } from '../refusals/ended.ts';
import { faultAnswer } from '../refusals/fault-answer.ts';
import { noteRefusal } from '../refusals/turn-away.ts';
import { relay } from '../relay.ts';
import { requestHeaders } from '../render-request.ts';
import type { UnderWay } from '../under-way.ts';
import { takesTasks } from './begin-task.ts';
import { listTasks } from './list-tasks.ts';
import { offersTasks } from './offers-tasks.ts';
import { recordTask } from './record-task.ts';
import { screenTask } from './screen-task.ts';
import type { Task } from './session-tasks.ts';
import { askForTask } from './watch-task.ts';

/** Methods with an effect, or with what came of the task: on the record before the server hears of them. */
const recordedFirst: ReadonlySet<string> = new Set(['tasks/cancel', 'tasks/update', 'tasks/result']);

/**
 * A request about a task. The task was judged when it began; what is asked here is whose it is, and whether the policy in
 * force still shows the tool that it is of. What is not this session's is unknown, and no server hears of it.
 */
export async function answerTask(
  request: ClientRequest,
  arrival: Arrival,
  underWay: UnderWay,
  ports: Ports,
): Promise<void> {
  const { message, session } = request;
  const { stateless, errorStatus } = session.revision;
  const refuse = (code: number, why: string, data?: string): void => {
    const error = data === undefined ? { code, message: why } : { code, message: why, data };
    arrival.reply.end(writeError(message.id, error), errorStatus(code));
  };
  if (stateless && !takesTasks(request)) {
    const data = JSON.stringify({ requiredCapabilities: { extensions: { [tasksExtension]: {} } } });
    return refuse(-32021, 'Missing required client capability', data);
  }
  try {
    await session.connection.open();
    if (!offersTasks(session)) return refuse(-32601, `Method not found: ${message.method}`);
    if (message.method === 'tasks/list') return arrival.reply.end(await listTasks(request), 200);
    const task = taskOf(request, ports);
    if (task === undefined) {
      noteRefusal(arrival, request, ended('refused', 'bad_request'), ports);
      return refuse(-32602, 'There is no such task.');
    }
    await ask(request, task, arrival, underWay, ports);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { bytes, status } = faultAnswer(message.id, error, request.requestId, stateless);
    arrival.reply.end(bytes, status);
  }
}

/**
 * What policy hides in the meantime, or an operator has stopped, is not there any more, and neither is what comes of it; but
 * that it may be cancelled.
 */
function taskOf({ message, session, access, grant }: ClientRequest, ports: Pick<Ports, 'snapshot'>): Task | undefined {
  const id = stringAt(message.bytes, message.params.get('taskId'));
  const task = id === undefined ? undefined : session.tasks.open(id);
  if (task === undefined || message.method === 'tasks/cancel') return task;
  const { kills } = ports.snapshot();
  if (kills.covering(grant.principal.grant, session.slug, task.tool) !== undefined) return undefined;
  return access.policy !== undefined && listed(access.policy.policy, 'tool', task.tool) ? task : undefined;
}

async function ask(
  request: ClientRequest,
  task: Task,
  arrival: Arrival,
  underWay: UnderWay,
  ports: Ports,
): Promise<void> {
  const { message, session } = request;
  const startedAt = ports.clock.monotonic();
  if (recordedFirst.has(message.method)) await onRecord(request, task, startedAt, ports);
  const answer = await send(request, task, arrival, underWay, ports);
  if (answer === undefined) return arrival.reply.close();
  if (answer.kind === 'error') {
    // The server knows it no more: nothing of it is held any longer.
    if (answer.code === -32602 && message.method === 'tasks/get') session.tasks.forget(task.upstreamId);
    return arrival.reply.end(relayError(answer, message.id), session.revision.errorStatus(answer.code));
  }
  const told = screenTask(request, task, answer);
  // Where the answer holds what came of it, that is on the record before it is given, once.
  if (message.method === 'tasks/get' && session.revision.stateless && task.isOver && !task.isTold) {
    await onRecord(request, task, startedAt, ports);
    task.isTold = true;
  }
  arrival.reply.end(told, 200);
  // What was cancelled is mostly not asked about again.
  if (message.method === 'tasks/cancel' && !task.isOver) void askForTask(session, task);
}

async function onRecord(request: ClientRequest, task: Task, startedAt: number, ports: Ports): Promise<void> {
  try {
    await recordTask(request, task, startedAt, ports);
  } catch (error) {
    ports.telemetry.warn('the record cannot be kept', { error });
    throw new Fault('audit_unavailable', 'The request cannot be put on the record, so it was not made.', error);
  }
  ports.telemetry.call(request.session.slug, 'allow', undefined, ports.clock.monotonic() - startedAt);
}

/** @returns `undefined` when the client has cancelled the question; the task itself goes on */
async function send(
  request: ClientRequest,
  task: Task,
  arrival: Arrival,
  underWay: UnderWay,
  ports: Ports,
): Promise<ResultMessage | ErrorMessage | undefined> {
  const { message, session, access } = request;
  const { policy } = access;
  const { upstream } = await session.connection.open();
  const { promise, resolve, reject } = Promise.withResolvers<ResultMessage | ErrorMessage | undefined>();
  const headers = requestHeaders(message, session);
  const edits = new Map([['taskId', JSON.stringify(task.upstreamId)]]);
  const pending = upstream.request(
    (id) => {
      const meta = outgoingMeta(message, session, policy?.policy.serverRequests, String(id));
      return writeRequest(id, message.method, paramsOf(message, edits, meta));
    },
    // The header names what the body names.
    headers.name === undefined ? headers : { ...headers, name: task.upstreamId },
    relay({ message, session, reply: arrival.reply, policy, listChanged: listChanged(request, ports) }, upstream, {
      answered: resolve,
      failed: ({ code, message: why, cause }) => reject(new Fault(code, why, cause)),
      settled: () => {},
    }),
  );
  if (session.revision.stateless) arrival.reply.onGone(() => underWay.cancel('The client has left.'));
  underWay.onCancel((reason) => {
    pending.cancel(reason);
    resolve(undefined);
  });
  return promise;
}
