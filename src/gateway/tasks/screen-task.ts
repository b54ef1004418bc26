import { assertNever, Fault } from '../../kernel/index.ts';
import { type Piece, type ResultMessage, relayResult, valueAt } from '../../protocol/index.ts';
import type { ClientRequest } from '../client-request.ts';
import { shownQuestions } from '../continuation/ask-client.ts';
import { isEnded } from '../refusals/ended.ts';
import type { Task } from './session-tasks.ts';
import { resultForClient, stateForClient } from './task-for-client.ts';
import { taskStateOf } from './task-shape.ts';

/**
 * A server's answer about a task as the client gets it, and what it says of the task noted. It must be about that very
 * task; a result in it is screened as if it had come at once.
 *
 * @throws Fault `upstream_invalid`
 */
export function screenTask(request: ClientRequest, task: Task, answer: ResultMessage): Buffer {
  const { message, session } = request;
  const { method } = message as { readonly method: TaskMethod };
  switch (method) {
    case 'tasks/result':
      session.tasks.heard({ taskId: task.upstreamId, ended: true, ttlMs: undefined });
      return resultForClient(task, answer, message.id, decisionOn(request, task));
    case 'tasks/update':
      return relayResult(answer, message.id);
    case 'tasks/cancel':
      // In the stateless revision it is an acknowledgement, and says nothing of the task.
      return session.revision.stateless ? relayResult(answer, message.id) : state(request, task, answer);
    case 'tasks/get':
      return state(request, task, answer);
    default:
      return assertNever(method);
  }
}

type TaskMethod = 'tasks/get' | 'tasks/result' | 'tasks/update' | 'tasks/cancel';

function state(request: ClientRequest, task: Task, answer: ResultMessage): Buffer {
  const { message, session } = request;
  const said = stateOf(answer);
  if (said?.taskId !== task.upstreamId)
    throw invalid('The server answered about another task than it was asked about.');
  const questions = session.revision.stateless ? shownQuestions(request, answer) : new Map<string, Piece>();
  if (isEnded(questions)) throw invalid(questions.message ?? 'The server asked for what it may not ask.');
  const told = stateForClient(task, answer, message.id, decisionOn(request, task), questions);
  if (told === undefined) throw invalid('The server gave a result that is none.');
  session.tasks.heard(said);
  return told;
}

/** @returns how a task stands that is told flat, as every answer does but the one that begins it */
export function stateOf({ bytes, members }: ResultMessage): ReturnType<typeof taskStateOf> {
  const wanted = ['taskId', 'status', 'ttl', 'ttlMs'].flatMap((key) => {
    const span = members.get(key);
    return span === undefined ? [] : [[key, valueAt(bytes, span)] as const];
  });
  return taskStateOf(Object.fromEntries(wanted));
}

/** What an allowed result says in `_meta`, of the call that began the task. */
function decisionOn({ snapshot, access }: ClientRequest, { requestId }: Task): string | undefined {
  const { decisionMeta } = snapshot;
  if (decisionMeta === 'off') return undefined;
  if (decisionMeta === 'code' || access.policy === undefined) return JSON.stringify({ outcome: 'allow', requestId });
  const { name, version } = access.policy;
  return JSON.stringify({ outcome: 'allow', policy: name, policyVersion: version, requestId });
}

function invalid(message: string): Fault {
  return new Fault('upstream_invalid', message);
}
