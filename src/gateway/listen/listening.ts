import { listed } from '../../policy/index.ts';
import {
  bothSubscriptionFilters,
  type ErrorMessage,
  isSubscribedTo,
  metaKeys,
  type NotificationMessage,
  paramsOf,
  type ResultMessage,
  readSubscriptionFilter,
  relayError,
  type SubscriptionFilter,
  stringAt,
  writeNotification,
  writeResult,
  writeSubscriptionFilter,
} from '../../protocol/index.ts';
import type { Listener, UpstreamFailure } from '../../upstream/index.ts';
import type { ClientRequest } from '../client-request.ts';
import { tableKey } from '../lists/tool-table.ts';
import { policyInForce } from '../policy-in-force.ts';
import type { Ports } from '../ports.ts';
import { faultAnswer } from '../refusals/fault-answer.ts';
import type { Reply } from '../reply.ts';
import { type AdmittedUri, concludeUri } from './admit-uris.ts';

const acknowledged = 'notifications/subscriptions/acknowledged';

export interface ListeningEvents {
  /** Once, at the end. */
  over(): void;
  /** The client cannot be told anything. */
  deaf(): void;
}

/**
 * A client that listens to a server (2026-07-28):
 *
 *     asked → acknowledged → over
 *
 * Before the server has said what it will tell, nothing is passed on; after it, only that, under the client's own name
 * for the stream, and never about a resource that the policy in force then hides.
 */
export class Listening implements Listener {
  readonly #request: ClientRequest;
  readonly #reply: Reply;
  readonly #asked: SubscriptionFilter;
  readonly #admitted: readonly AdmittedUri[];
  readonly #on: ListeningEvents;
  readonly #ports: Ports;
  #promised: SubscriptionFilter | undefined;
  #concluded = false;
  #unlisten = (): void => {};
  #over = false;

  /**
   * @param asked what the server is asked for
   * @param admitted the resources in it, whose records are still open
   */
  constructor(
    request: ClientRequest,
    reply: Reply,
    asked: SubscriptionFilter,
    admitted: readonly AdmittedUri[],
    on: ListeningEvents,
    ports: Ports,
  ) {
    this.#request = request;
    this.#reply = reply;
    this.#asked = asked;
    this.#admitted = admitted;
    this.#on = on;
    this.#ports = ports;
  }

  notification(message: NotificationMessage): void {
    if (this.#over) return;
    if (message.method === acknowledged) {
      if (this.#promised === undefined) this.#acknowledge(message);
      return;
    }
    if (message.method === 'notifications/tools/list_changed') this.#ports.tables.invalidate(tableKey(this.#request));
    if (this.#promised === undefined || !isSubscribedTo(message, this.#promised) || !this.#mayHear(message)) return;
    const edits = new Map([[metaKeys.subscriptionId, this.#request.message.id.text]]);
    this.#reply.message(writeNotification(message.method, paramsOf(message, undefined, edits)));
  }

  /** In this era no server asks by itself. */
  request(): void {}

  answer(message: ResultMessage | ErrorMessage): void {
    const { session, message: asked } = this.#request;
    if (message.kind === 'result') this.close();
    else this.#end(relayError(message, asked.id), session.revision.errorStatus(message.code), 'error');
  }

  failure(failure: UpstreamFailure): void {
    const { message, requestId } = this.#request;
    const { bytes, status } = faultAnswer(message.id, failure, requestId, true);
    this.#end(bytes, status, failure.code);
  }

  /** The client's own name for the stream, as the value of `_meta`. */
  #name(): string {
    return `{"${metaKeys.subscriptionId}":${this.#request.message.id.text}}`;
  }

  /** The stream ends in good order, on whichever side it was wanted. */
  close(): void {
    const { id } = this.#request.message;
    const result = `{"resultType":"complete","_meta":${this.#name()}}`;
    this.#end(writeResult(id, result), 200, 'ok');
  }

  /** The server may promise less than it was asked for, never more. Of the lists the gateway tells by itself, too. */
  #acknowledge(message: NotificationMessage): void {
    const said = readSubscriptionFilter(message, Number.POSITIVE_INFINITY);
    if (said === undefined) return;
    this.#promised = bothSubscriptionFilters(this.#asked, said);
    const meta = new Map([[metaKeys.subscriptionId, this.#request.message.id.text]]);
    const { lists } = this.#asked;
    const promised = new Map([['notifications', writeSubscriptionFilter({ lists, uris: this.#promised.uris })]]);
    const taken = this.#reply.message(writeNotification(acknowledged, paramsOf(message, promised, meta)));
    this.#conclude('ok');
    const { grantId, slug } = this.#request.session;
    this.#unlisten = this.#ports.listChanges.listen(grantId, slug, (kind) => {
      if (!lists.has(`${kind}ListChanged`)) return;
      this.#reply.message(writeNotification(`notifications/${kind}/list_changed`, [['_meta', this.#name()]]));
    });
    // Who takes no stream would wait for ever.
    if (!taken) this.#on.deaf();
  }

  /** Policies change while somebody listens. */
  #mayHear(message: NotificationMessage): boolean {
    if (message.method !== 'notifications/resources/updated') return true;
    const { session } = this.#request;
    const policy = policyInForce(this.#ports.snapshot(), session.grantId, session.slug)?.policy;
    const uri = stringAt(message.bytes, message.params.get('uri'));
    return policy !== undefined && uri !== undefined && listed(policy, 'resource', uri);
  }

  #end(bytes: Buffer, status: number, upstreamStatus: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#unlisten();
    this.#reply.end(bytes, status);
    this.#conclude(upstreamStatus);
    this.#on.over();
  }

  #conclude(upstreamStatus: string): void {
    if (this.#concluded) return;
    this.#concluded = true;
    for (const each of this.#admitted) void concludeUri(each, upstreamStatus, this.#ports);
  }
}
