import { Fault } from '../../kernel/index.ts';
import type { ErrorMessage, ResultMessage } from '../../protocol/index.ts';
import { CircuitOpen, type UpstreamFailure, type UpstreamSession } from '../../upstream/index.ts';
import type { Call } from '../call.ts';
import { listChanged } from '../lists/list-changed.ts';
import type { Ports } from '../ports.ts';
import { type Ended, isEnded } from '../refusals/ended.ts';
import { relay } from '../relay.ts';
import { renderRequest, requestHeaders } from '../render-request.ts';
import { beginTask, mayBeTask } from '../tasks/begin-task.ts';
import type { Task } from '../tasks/session-tasks.ts';
import type { UnderWay } from '../under-way.ts';
import { letGo } from './let-go.ts';
import type { RecordedPermit } from './record.ts';

/** How the upstream ended it. `sentAt` is monotonic ms; `undefined` when the call was not sent. */
export type Answer = { readonly sentAt: number | undefined } & (
  | {
      readonly kind: 'answer';
      readonly message: ResultMessage | ErrorMessage;
      /** Set when the server answered with a task, which goes on; or with one that cannot be passed on. */
      readonly task?: Task | Ended;
      /** Whether the upstream is done with the call, as it is unless it waits for more. */
      settled(): boolean;
    }
  | { readonly kind: 'failure'; readonly failure: UpstreamFailure }
  | {
      readonly kind: 'cancelled';
      /** By an operator, and not by the client: it is told. */
      readonly killed: boolean;
    }
);

/**
 * Sends what was judged, in an envelope of our own: the arguments are the exact span that the scanner accepted. What
 * the upstream says before it answers goes its own way, `relay.ts`.
 */
export function forward(recorded: RecordedPermit, underWay: UnderWay, ports: Ports): Promise<Answer> {
  const { call } = recorded.permit.judged.resolved;
  const { current } = call.session.connection;
  if (current === undefined) return afresh(recorded, underWay, ports);
  return send(recorded, current, underWay, ports, () => afresh(recorded, underWay, ports));
}

async function afresh(recorded: RecordedPermit, underWay: UnderWay, ports: Ports): Promise<Answer> {
  const upstream = await connected(recorded.permit.judged.resolved.call);
  // What ended the session has ended the call before.
  if (underWay.cancelled !== undefined) return { kind: 'cancelled', killed: underWay.killed, sentAt: undefined };
  if ('code' in upstream) return { kind: 'failure', failure: upstream, sentAt: undefined };
  return send(recorded, upstream, underWay, ports);
}

function send(
  { permit }: RecordedPermit,
  upstream: UpstreamSession,
  underWay: UnderWay,
  ports: Ports,
  /** Makes the call in another session, where the server knows this one no more and has not looked at it. */
  again?: () => Promise<Answer>,
): Promise<Answer> {
  if (underWay.cancelled !== undefined) {
    return Promise.resolve({ kind: 'cancelled', killed: underWay.killed, sentAt: undefined });
  }
  const { call } = permit.judged.resolved;
  const { message, session, reply, access } = call;
  const { policy } = access;
  const sentAt = ports.clock.monotonic();
  const { promise, resolve } = Promise.withResolvers<Answer>();
  let unsent = false;
  let settled = false;
  let elsewhere = false;
  let goesOn = false;
  let issued = 0;
  const allowed = mayBeTask(call, ports);
  const { continuation, waiting } = permit.judged.resolved;
  const waited = waiting !== undefined;
  const pending = upstream.request(
    (id) => {
      issued = id;
      return renderRequest(message, session, policy?.policy.serverRequests, id, continuation, waited, allowed);
    },
    requestHeaders(message, session, permit.judged.resolved),
    relay({ message, session, reply, policy, listChanged: listChanged(call, ports) }, upstream, {
      answered: (answer) => {
        const task = beginTask(permit, answer, issued, allowed, ports);
        goesOn = task !== undefined && !isEnded(task);
        const more = task === undefined ? {} : { task };
        resolve({ kind: 'answer', message: answer, ...more, sentAt, settled: () => settled });
      },
      failed: (failure) => {
        if (again !== undefined && failure.unseen) {
          elsewhere = true;
          resolve(again());
          return;
        }
        unsent = !failure.sent;
        resolve({ kind: 'failure', failure, sentAt });
      },
      // A slot is held until the upstream is done with the call, not until the client has lost interest. What was never
      // sent is given back whole (`conclude`), and a receipt is either released or given back. A task holds it further.
      settled: () => {
        if (elsewhere) return;
        settled = true;
        if (!unsent && !goesOn) void letGo(permit.receipt, ports);
      },
    }),
  );
  underWay.onCancel((reason) => {
    pending.cancel(reason);
    resolve({ kind: 'cancelled', killed: underWay.killed, sentAt });
  });
  return promise;
}

/** The way to the server, or why there is none: an outcome of the call, not an accident of the gateway's. */
async function connected(call: Call): Promise<UpstreamSession | UpstreamFailure> {
  try {
    return (await call.session.connection.open()).upstream;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, message, cause } = error;
    const again = error instanceof CircuitOpen ? { retryAfterMs: error.retryAfterMs } : {};
    return { code: isUpstreamCode(code) ? code : 'upstream_unavailable', message, cause, sent: false, ...again };
  }
}

function isUpstreamCode(code: Fault['code']): code is UpstreamFailure['code'] {
  return code.startsWith('upstream_') || code === 'overloaded';
}
