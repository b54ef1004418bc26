import { type ByteParts, joined } from '../../kernel/index.ts';
import { type RequestMessage, stringAt } from '../../protocol/index.ts';
import type {
  Listener,
  Pending,
  RequestHeaders,
  Upstream,
  UpstreamFailure,
  UpstreamSession,
} from '../../upstream/index.ts';
import { answerWhenReady, type OwnAnswer } from '../answer-at-once.ts';
import { failureOf } from '../failures.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import { ownRequest } from '../own-message.ts';
import type { Timing } from '../timing.ts';
import { BridgedCall, type BridgedCallGround } from './bridged-call.ts';
import { tasksNeeded } from './bridged-task.ts';
import { BridgedTasks, makesTasks } from './bridged-tasks.ts';
import { ConversationPool } from './conversation-pool.ts';
import { discovered } from './discovered.ts';
import type { LegacyConversation } from './legacy-conversation.ts';
import { BridgedListening, type ListeningGround } from './listening.ts';
import { ResourceWatch } from './resource-watch.ts';
import { ResumedRequest } from './resumed-request.ts';
import { toldBy } from './told.ts';

/** Calls of one principal with one server that wait for their client, at most. */
const mostHeld = 64;

/**
 * The requests of one principal of the modern era, each of which stands alone, towards a server of the legacy era, which
 * knows sessions only. What a request says of its client decides in which session it goes.
 */
export class ModernToLegacy implements UpstreamSession {
  readonly #pool: ConversationPool;
  readonly #mailbox: Mailbox;
  readonly #calls = new Set<BridgedCall>();
  readonly #held = new Set<BridgedCall>();
  readonly #resumptions = new Set<ResumedRequest>();
  readonly #listenings = new Set<BridgedListening>();
  readonly #tasks = new BridgedTasks();
  readonly #watches = new WeakMap<LegacyConversation, ResourceWatch>();
  readonly #callGround: BridgedCallGround;
  readonly #listeningGround: ListeningGround;
  #lastId = 0;

  constructor(server: Upstream, { mailbox, timing }: { readonly mailbox: Mailbox; readonly timing: Timing }) {
    this.#pool = new ConversationPool(server, timing.idleMs);
    this.#mailbox = mailbox;
    this.#callGround = {
      mailbox,
      timing,
      lease: (told) => this.#pool.lease(told),
      mayHold: (call) => this.#held.has(call) || this.#held.size < mostHeld,
      held: (call) => this.#held.add(call),
      ended: (call) => {
        this.#held.delete(call);
        this.#calls.delete(call);
      },
    };
    this.#listeningGround = {
      lease: (told) => this.#pool.lease(told),
      watchOf: (conversation) => this.#watchOf(conversation),
      ended: (listening) => this.#listenings.delete(listening),
    };
  }

  request(render: (upstreamId: number) => ByteParts, headers: RequestHeaders, listener: Listener): Pending {
    this.#lastId += 1;
    const upstreamId = this.#lastId;
    const message = ownRequest(joined(render(upstreamId)));
    switch (message.method) {
      case 'server/discover':
        return answerWhenReady(message.id, upstreamId, listener, this.#discover(message));
      case 'subscriptions/listen': {
        const listening = new BridgedListening(this.#listeningGround, upstreamId, message, listener);
        this.#listenings.add(listening);
        return listening;
      }
      case 'tasks/get':
      case 'tasks/update':
      case 'tasks/cancel':
        return answerWhenReady(message.id, upstreamId, listener, this.#tasks.about(message));
      default:
        return headers.onlyAsTask === true && !message.params.has('requestState')
          ? this.#callAsTask(upstreamId, message, listener)
          : this.#call(upstreamId, message, listener);
    }
  }

  /** In the modern era a client answers by its next request, and says nothing outside one. */
  async send(): Promise<void> {}

  unattributed(): void {}

  /** A lost session costs what is under way in it; the next request begins another. */
  onLost(_handler: (failure: UpstreamFailure) => void): void {}

  listen(): void {}

  async close(): Promise<void> {
    for (const call of this.#calls) call.close();
    for (const resumption of this.#resumptions) resumption.close();
    for (const listening of this.#listenings) listening.close();
    this.#tasks.close();
    await this.#pool.close();
  }

  #call(upstreamId: number, message: RequestMessage, listener: Listener): Pending {
    const address = stringAt(message.bytes, message.params.get('requestState'));
    if (address !== undefined) {
      const resumption: ResumedRequest = new ResumedRequest(this.#mailbox, address, upstreamId, message, {
        notification: (sent) => listener.notification(sent),
        request: (asked) => listener.request(asked),
        answer: (answer) => listener.answer(answer),
        failure: (failure) => listener.failure(failure),
        settled: () => {
          this.#resumptions.delete(resumption);
          listener.settled?.();
        },
      });
      this.#resumptions.add(resumption);
      return resumption;
    }
    const call = new BridgedCall(this.#callGround, message, toldBy(message), listener);
    this.#calls.add(call);
    return { upstreamId, cancel: (reason) => call.cancel(reason) };
  }

  /** The legacy era leaves it to the client to ask for a task; a client of the modern one leaves it to the server. */
  #callAsTask(upstreamId: number, message: RequestMessage, listener: Listener): Pending {
    const told = toldBy(message);
    if (!told.takesTasks) return answerWhenReady(message.id, upstreamId, listener, Promise.resolve(tasksNeeded));
    let cancelled: { readonly reason: string | undefined } | undefined;
    let pending: Pending | undefined;
    const begin = async (): Promise<void> => {
      try {
        const lease = await this.#pool.lease(told);
        if (cancelled !== undefined) {
          lease.release();
          listener.settled?.();
        } else if (makesTasks(lease.conversation)) {
          pending = this.#tasks.begin(lease, told, message, upstreamId, listener);
        } else {
          lease.release();
          pending = this.#call(upstreamId, message, listener);
        }
      } catch (error) {
        if (cancelled === undefined) listener.failure(failureOf(error));
        listener.settled?.();
      }
    };
    void begin();
    return {
      upstreamId,
      cancel: (reason) => {
        cancelled = { reason };
        pending?.cancel(reason);
      },
    };
  }

  async #discover(message: RequestMessage): Promise<OwnAnswer> {
    try {
      const { conversation, release } = await this.#pool.lease(toldBy(message));
      release();
      return { kind: 'result', result: discovered(conversation) };
    } catch (error) {
      return { kind: 'failure', failure: failureOf(error) };
    }
  }

  #watchOf(conversation: LegacyConversation): ResourceWatch {
    const known = this.#watches.get(conversation) ?? new ResourceWatch(conversation);
    this.#watches.set(conversation, known);
    return known;
  }
}
