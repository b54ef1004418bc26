import { type ByteParts, Fault } from '../../kernel/index.ts';
import type { ErrorMessage, RequestMessage, ResultMessage } from '../../protocol/index.ts';
import type { AttachedPolicy } from '../../snapshot/index.ts';
import { CircuitOpen, type UpstreamFailure, type UpstreamSession } from '../../upstream/index.ts';
import type { GovernedCall } from '../governed-call.ts';
import { listChanged } from '../lists/list-changed.ts';
import type { Ports } from '../ports.ts';
import { type Ended, isEnded } from '../refusals/ended.ts';
import { type Hears, type Relayed, relay } from '../relay.ts';
import { renderRequest, requestHeaders } from '../render-request.ts';
import type { Reply } from '../reply.ts';
import type { Session } from '../sessions/session.ts';
import { beginTask, mayBeTask } from '../tasks/begin-task.ts';
import type { Task } from '../tasks/session-tasks.ts';
import type { UnderWay } from '../under-way.ts';
import { letGo } from './let-go.ts';
import { type Overtaken, overtaken } from './overtaken.ts';
import type { RecordedPermit } from './record.ts';
import type { Permit } from './take.ts';

/** How the upstream ended it. `sentAt` is monotonic ms; `undefined` when the call was not sent. */
export type UpstreamEnding = { readonly sentAt: number | undefined } & (
  | {
      readonly kind: 'answer';
      readonly message: ResultMessage | ErrorMessage;
      /** Set when the server answered with a task, which goes on; or with one that cannot be passed on. */
      readonly task: Task | Ended | undefined;
      /** Whether the upstream is done with the call, as it is unless it waits for more. */
      settled(): boolean;
    }
  | { readonly kind: 'failure'; readonly failure: UpstreamFailure | Overtaken }
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
export function forward(recorded: RecordedPermit, underWay: UnderWay, ports: Ports): Promise<UpstreamEnding> {
  const { call } = recorded.permit.judged.resolved;
  const { current } = call.session.connection;
  if (current === undefined) return afresh(recorded, underWay, ports);
  return send(recorded, current, underWay, ports, () => afresh(recorded, underWay, ports));
}

async function afresh(recorded: RecordedPermit, underWay: UnderWay, ports: Ports): Promise<UpstreamEnding> {
  const upstream = await connected(recorded.permit.judged.resolved.call);
  // What ended the session has ended the call before.
  if (underWay.cancelled !== undefined) return { kind: 'cancelled', killed: underWay.killed, sentAt: undefined };
  if ('code' in upstream) return { kind: 'failure', failure: upstream, sentAt: undefined };
  return send(recorded, upstream, underWay, ports);
}

/** @param again makes the call in another session, where the server knows this one no more and has not looked at it */
function send(
  { permit }: RecordedPermit,
  upstream: UpstreamSession,
  underWay: UnderWay,
  ports: Ports,
  again?: () => Promise<UpstreamEnding>,
): Promise<UpstreamEnding> {
  if (underWay.cancelled !== undefined) {
    return Promise.resolve({ kind: 'cancelled', killed: underWay.killed, sentAt: undefined });
  }
  const failure = overtaken(permit, ports);
  if (failure !== undefined) return Promise.resolve({ kind: 'failure', failure, sentAt: undefined });
  return new Promise((resolve) => new Forwarded(permit, ports, underWay, resolve, again).sendTo(upstream));
}

/** A call that is with the server. */
class Forwarded implements Relayed, Hears {
  readonly message: RequestMessage;
  readonly session: Session;
  readonly reply: Reply;
  readonly policy: AttachedPolicy | undefined;
  readonly #permit: Permit;
  readonly #ports: Ports;
  readonly #underWay: UnderWay;
  readonly #resolve: (answer: UpstreamEnding | Promise<UpstreamEnding>) => void;
  readonly #again: (() => Promise<UpstreamEnding>) | undefined;
  readonly #sentAt: number;
  readonly #mayBeTask: boolean;
  /** The id that it has there. */
  #issued = 0;
  #unsent = false;
  #settled = false;
  #elsewhere = false;
  #goesOn = false;

  constructor(
    permit: Permit,
    ports: Ports,
    underWay: UnderWay,
    resolve: (answer: UpstreamEnding | Promise<UpstreamEnding>) => void,
    again: (() => Promise<UpstreamEnding>) | undefined,
  ) {
    const { call } = permit.judged.resolved;
    this.message = call.message;
    this.session = call.session;
    this.reply = call.reply;
    this.policy = call.access.policy;
    this.#permit = permit;
    this.#ports = ports;
    this.#underWay = underWay;
    this.#resolve = resolve;
    this.#again = again;
    this.#sentAt = ports.clock.monotonic();
    this.#mayBeTask = mayBeTask(call, ports);
  }

  sendTo(upstream: UpstreamSession): void {
    const { resolved } = this.#permit.judged;
    const pending = upstream.request(
      (id) => this.#render(id),
      requestHeaders(this.message, this.session, resolved),
      relay(this, upstream, this),
    );
    this.#underWay.onCancel((reason) => {
      pending.cancel(reason);
      this.#resolve({ kind: 'cancelled', killed: this.#underWay.killed, sentAt: this.#sentAt });
    });
  }

  #render(id: number): ByteParts {
    this.#issued = id;
    const { continuation, waiting } = this.#permit.judged.resolved;
    const rules = this.policy?.policy.serverRequests;
    const waited = waiting !== undefined;
    return renderRequest(this.message, this.session, rules, id, continuation, waited, this.#mayBeTask);
  }

  listChanged(method: string): void {
    listChanged(this.#permit.judged.resolved.call, this.#ports)(method);
  }

  answered(message: ResultMessage | ErrorMessage): void {
    const task = beginTask(this.#permit, message, this.#issued, this.#mayBeTask, this.#ports);
    this.#goesOn = task !== undefined && !isEnded(task);
    const sentAt = this.#sentAt;
    const settled = (): boolean => this.#settled;
    this.#resolve({ kind: 'answer', message, task, sentAt, settled });
  }

  failed(failure: UpstreamFailure): void {
    if (this.#again !== undefined && failure.unseen) {
      this.#elsewhere = true;
      this.#resolve(this.#again());
      return;
    }
    this.#unsent = !failure.sent;
    this.#resolve({ kind: 'failure', failure, sentAt: this.#sentAt });
  }

  /**
   * A slot is held until the upstream is done with the call, not until the client has lost interest. What was never sent is
   * given back whole (`conclude`), and a receipt is either released or given back. A task holds it further.
   */
  settled(): void {
    if (this.#elsewhere) return;
    this.#settled = true;
    if (!this.#unsent && !this.#goesOn) void letGo(this.#permit.receipt, this.#ports);
  }
}

/** The way to the server, or why there is none: an outcome of the call, not an accident of the gateway's. */
async function connected(call: GovernedCall): Promise<UpstreamSession | UpstreamFailure> {
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
