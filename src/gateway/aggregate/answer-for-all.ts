import { codeFacts, Fault, newId } from '../../kernel/index.ts';
import { type RequestMessage, stringAt, writeError, writeResult } from '../../protocol/index.ts';
import { answerBegun, duplicateId } from '../answer.ts';
import type { Arrival } from '../arrival.ts';
import { type Subject, subjectName } from '../governed-call.ts';
import { treatmentOf } from '../methods.ts';
import type { Ports } from '../ports.ts';
import { ended } from '../refusals/ended.ts';
import { faultAnswer } from '../refusals/fault-answer.ts';
import { noSubject } from '../refusals/no-subject.ts';
import { noSuchMethod } from '../refusals/no-such-method.ts';
import { nothingCalled } from '../refusals/nothing-called.ts';
import { noteRefusal, turnAway } from '../refusals/turn-away.ts';
import { subjectOf } from '../subject-of.ts';
import { slugOfTask } from '../tasks/task-seal.ts';
import type { UnderWay } from '../under-way.ts';
import { listAll } from './list-all.ts';
import { listAllTasks } from './list-all-tasks.ts';
import { listenForAll } from './listen-for-all.ts';
import { logLevelOfAll } from './log-level-of-all.ts';
import { discoveryOfAll } from './own-words.ts';
import type { Parts, Reach } from './reach.ts';
import { routeToOwner } from './route.ts';

/**
 * One request at the URL of all servers. What is about one server's tool, prompt or resource becomes the request that
 * the client would have made to that server alone, and goes its way; the rest is answered here.
 */
export async function answerForAll(
  message: RequestMessage,
  arrival: Arrival,
  parts: Parts,
  reach: Reach,
  ports: Ports,
): Promise<void> {
  const underWay = parts.end.begin(message.id);
  if (underWay === undefined) return turnAway(arrival, reach, duplicateId, message.id, ports);
  try {
    switch (treatmentOf(message.method, parts.revision)) {
      case 'governed':
        return await pass(message, arrival, underWay, parts, reach, ports);
      case 'list':
        return arrival.reply.end(await listAll(message, reach, parts, ports), 200);
      case 'ping':
        return arrival.reply.end(writeResult(message.id, '{}'), 200);
      case 'discover':
        return arrival.reply.end(writeResult(message.id, discoveryOfAll()), 200);
      case 'listen':
        return await listenForAll(message, arrival, underWay, parts, reach, ports);
      case 'task':
        return await passTask(message, arrival, underWay, parts, reach, ports);
      case 'session':
        return arrival.reply.end(await logLevelOfAll(message, parts, reach, ports), 200);
      default:
        return noSuchMethod(message, parts.revision, arrival.reply);
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { bytes, status } = faultAnswer(message.id, error, newId(), parts.revision.stateless);
    arrival.reply.end(bytes, status);
  } finally {
    parts.end.finish(message.id, underWay);
  }
}

async function pass(
  message: RequestMessage,
  arrival: Arrival,
  underWay: UnderWay,
  parts: Parts,
  reach: Reach,
  ports: Ports,
): Promise<void> {
  const { id } = message;
  const subject = subjectOf(message);
  if (subject === undefined) return turnAway(arrival, reach, noSubject(message.method), id, ports);
  const routed = await routeToOwner(message, subject, reach, parts, ports);
  if (routed === undefined) return nobodyHas(subject, message, arrival, parts, reach, ports);
  const { caller, message: inner } = routed;
  if (inner.kind === 'unreadable') {
    const end = ended('refused', inner.code, { message: inner.message, rpc: inner.rpc });
    return turnAway(arrival, reach, end, id, ports);
  }
  return answerBegun(inner, arrival, await parts.part(caller), caller, underWay, ports);
}

/** What is about a task goes to the server that has it: the task's name begins with the server's. */
async function passTask(
  message: RequestMessage,
  arrival: Arrival,
  underWay: UnderWay,
  parts: Parts,
  reach: Reach,
  ports: Ports,
): Promise<void> {
  if (message.method === 'tasks/list') return arrival.reply.end(await listAllTasks(message, parts, reach), 200);
  const id = stringAt(message.bytes, message.params.get('taskId'));
  const slug = id === undefined ? undefined : slugOfTask(id);
  const access = slug === undefined ? undefined : reach.grant.access.get(slug);
  if (access === undefined) {
    const error = { code: -32602, message: 'There is no such task.' };
    arrival.reply.end(writeError(message.id, error), parts.revision.errorStatus(error.code));
    return noteRefusal(arrival, reach, ended('refused', 'bad_request'), ports);
  }
  const caller = { ...reach, access };
  return answerBegun(message, arrival, await parts.part(caller), caller, underWay, ports);
}

/** To the byte what a server's own URL answers for what it does not have; and on the record. */
function nobodyHas(
  subject: Subject,
  { id }: RequestMessage,
  arrival: Arrival,
  { revision }: Parts,
  reach: Reach,
  ports: Ports,
): void {
  const end = ended('hidden', 'unknown_tool');
  const status = revision.stateless ? codeFacts(end.code).status : 200;
  arrival.reply.end(nothingCalled(subject.kind, subjectName(subject), revision, id), status);
  noteRefusal(arrival, reach, end, ports);
}
