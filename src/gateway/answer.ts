import { assertNever, Fault, newId } from '../kernel/index.ts';
import { type ErrorMessage, type RequestMessage, relayError, relayResult, writeResult } from '../protocol/index.ts';
import type { Arrival } from './arrival.ts';
import type { Caller } from './caller.ts';
import type { ClientRequest } from './client-request.ts';
import { listen } from './listen/listen.ts';
import { list } from './lists/list.ts';
import { listChanged } from './lists/list-changed.ts';
import { treatmentOf } from './methods.ts';
import { pipeline } from './pipeline.ts';
import type { Ports } from './ports.ts';
import { ended } from './refusals/ended.ts';
import { faultAnswer } from './refusals/fault-answer.ts';
import { noSubject } from './refusals/no-subject.ts';
import { noSuchMethod } from './refusals/no-such-method.ts';
import { turnAway } from './refusals/turn-away.ts';
import { relay } from './relay.ts';
import { renderRequest, requestHeaders } from './render-request.ts';
import { discoverResult } from './sessions/discover-result.ts';
import type { Session } from './sessions/session.ts';
import { subjectOf } from './subject-of.ts';
import { answerTask } from './tasks/answer-task.ts';
import { asksForTask } from './tasks/begin-task.ts';
import { offersTasks } from './tasks/offers-tasks.ts';
import type { UnderWay } from './under-way.ts';

/** One request of a client's: to the pipeline when policy speaks of it, else answered here. */
export async function answer(
  message: RequestMessage,
  arrival: Arrival,
  session: Session,
  caller: Caller,
  ports: Ports,
): Promise<void> {
  const underWay = session.end.begin(message.id);
  if (underWay === undefined) return turnAway(arrival, caller, duplicateId, message.id, ports);
  try {
    await answerBegun(message, arrival, session, caller, underWay, ports);
  } finally {
    session.end.finish(message.id, underWay);
  }
}

export const duplicateId = ended('refused', 'duplicate_id', {
  message: 'A request with this id is under way in this session.',
});

/** The same for a request that has its place already. */
export function answerBegun(
  message: RequestMessage,
  arrival: Arrival,
  session: Session,
  caller: Caller,
  underWay: UnderWay,
  ports: Ports,
): void | Promise<void> {
  // Member by member, here and below: what is spread is copied twice, for a kilobyte a call.
  const { snapshot, grant, access, shownAs } = caller;
  const request = { snapshot, grant, access, shownAs, requestId: newId(), message, session };
  return treat(request, arrival, underWay, ports);
}

function treat(request: ClientRequest, arrival: Arrival, underWay: UnderWay, ports: Ports): void | Promise<void> {
  const { message, session } = request;
  const treatment = treatmentOf(message.method, session.revision);
  switch (treatment) {
    case 'governed': {
      const subject = subjectOf(message);
      if (subject === undefined) return turnAway(arrival, request, noSubject(message.method), message.id, ports);
      if (asksForTask(request) && hasNoRoom(request, ports)) {
        return turnAway(arrival, request, tooManyTasks, message.id, ports);
      }
      const { reply } = arrival;
      const startedAt = ports.clock.monotonic();
      if (session.revision.stateless) reply.onGone(() => underWay.cancel('The client has left.'));
      const { requestId, snapshot, grant, access, shownAs } = request;
      const time = ports.clock.now();
      // biome-ignore format: one member a line would be a screen of names
      const call = { requestId, time, startedAt, message, subject, snapshot, grant, access, shownAs, session, reply, arrival };
      return pipeline(call, underWay, ports);
    }
    case 'ping':
      return arrival.reply.end(writeResult(message.id, '{}'), 200);
    case 'list':
      return orFault(request, arrival, async () => list(request, ports));
    case 'discover':
      return orFault(request, arrival, async () => discoverResult(await session.connection.greeting(), message.id));
    case 'listen':
      return listen(request, arrival, underWay, ports);
    case 'task':
      return answerTask(request, arrival, underWay, ports);
    case 'session':
      return orFault(request, arrival, async () => passOn(request, arrival, underWay, ports));
    case 'handshake':
    case undefined:
      return noSuchMethod(message, session.revision, arrival.reply);
    default:
      assertNever(treatment);
  }
}

const tooManyTasks = ended('error', 'overloaded', { message: 'Too many tasks of this grant are under way.' });

/** Before anything is taken for it. Where the server makes no tasks, the call is one like any other. */
function hasNoRoom({ session, snapshot }: ClientRequest, { admission }: Ports): boolean {
  return offersTasks(session) && !admission.hasRoom(session.grantId, 'tasks', snapshot.admission);
}

/** What concerns only the client's own session goes on as it is, and so does its answer. */
async function passOn(request: ClientRequest, arrival: Arrival, underWay: UnderWay, ports: Ports): Promise<Buffer> {
  const { message, session } = request;
  const { policy } = request.access;
  const { upstream } = await session.connection.open();
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const pending = upstream.request(
    (id) => renderRequest(message, session, policy?.policy.serverRequests, id),
    requestHeaders(message, session),
    relay({ message, session, reply: arrival.reply, policy, listChanged: listChanged(request, ports) }, upstream, {
      answered: (m) => resolve(m.kind === 'result' ? relayResult(m, message.id) : relayError(m, message.id)),
      failed: ({ code, message: why, cause }) => reject(new Fault(code, why, cause)),
      settled: () => {},
    }),
  );
  underWay.onCancel((reason) => {
    pending.cancel(reason);
    reject(new Fault('bad_request', 'The request was cancelled.'));
  });
  return promise;
}

/**
 * Answers with what `make` makes, with the error that the server gave in its place, or with the stable code of the fault
 * that kept it from being made.
 */
async function orFault(
  { message, session, requestId }: ClientRequest,
  arrival: Arrival,
  make: () => Promise<Buffer | ErrorMessage>,
): Promise<void> {
  const { stateless, errorStatus } = session.revision;
  try {
    const made = await make();
    if (Buffer.isBuffer(made)) arrival.reply.end(made, 200);
    else arrival.reply.end(relayError(made, message.id), errorStatus(made.code));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { bytes, status } = faultAnswer(message.id, error, requestId, stateless);
    arrival.reply.end(bytes, status);
  }
}
