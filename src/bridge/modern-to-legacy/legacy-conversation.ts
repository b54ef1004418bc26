import {
  isJsonObject,
  type JsonObject,
  legacyUpstreamRevisions,
  metaKeys,
  type NotificationMessage,
  type RequestMessage,
  type ResultMessage,
  stringAt,
  valueAt,
  writeError,
  writeResult,
} from '../../protocol/index.ts';
import {
  askUpstream,
  confirmInitialized,
  type RequestHeaders,
  shakeHands,
  type UpstreamSession,
} from '../../upstream/index.ts';
import type { Told } from './told.ts';

const newest = legacyUpstreamRevisions[0] ?? '';

/** A session with a legacy server, begun on behalf of clients that say the same of themselves. */
export class LegacyConversation {
  readonly upstream: UpstreamSession;
  readonly welcome: ResultMessage;
  readonly capabilities: JsonObject;
  readonly headers: RequestHeaders;
  /** By its server's id of a task: who is asked what the server asks of it. */
  readonly asks = new Map<string, (message: RequestMessage) => void>();
  readonly #ears = new Set<(message: NotificationMessage) => void>();
  #listens = false;

  private constructor(upstream: UpstreamSession, welcome: ResultMessage) {
    this.upstream = upstream;
    this.welcome = welcome;
    const span = welcome.members.get('capabilities');
    const capabilities = span === undefined ? undefined : valueAt(welcome.bytes, span);
    this.capabilities = isJsonObject(capabilities) ? capabilities : {};
    this.headers = { protocolVersion: stringAt(welcome.bytes, welcome.members.get('protocolVersion')) ?? newest };
    upstream.unattributed({
      notification: (message) => this.spread(message),
      request: (message) => this.refuse(message),
    });
  }

  /** Outside a request of the client's there is nobody to ask in the modern era; but for a task, which can wait. */
  refuse(message: RequestMessage): void {
    if (this.askOfTask(message)) return;
    const { id, method } = message;
    const refusal = { code: -32601, message: 'No client can be asked outside a request.' };
    this.say(method === 'ping' ? writeResult(id, '{}') : writeError(id, refusal));
  }

  /** @returns whether a task was asked, which the question says it is of: it may come on any stream */
  askOfTask(message: RequestMessage): boolean {
    const span = message.meta.get(metaKeys.relatedTask);
    const related = span === undefined ? undefined : valueAt(message.bytes, span);
    const id = isJsonObject(related) && typeof related.taskId === 'string' ? related.taskId : '';
    const ask = this.asks.get(id);
    ask?.(message);
    return ask !== undefined;
  }

  /**
   * The handshake.
   *
   * @throws Fault when there is no conversation to be had
   */
  static async begin(upstream: UpstreamSession, told: Told): Promise<LegacyConversation> {
    try {
      const capabilities = JSON.stringify(told.capabilities);
      const welcome = await shakeHands(upstream, {
        protocolVersion: newest,
        capabilities,
        clientInfo: told.clientInfo,
      });
      const conversation = new LegacyConversation(upstream, welcome);
      await confirmInitialized(upstream, conversation.headers.protocolVersion ?? newest);
      return conversation;
    } catch (error) {
      await upstream.close();
      throw error;
    }
  }

  /** A legacy server's level is its session's. That it does not take one costs log lines, and no call. */
  async setLevel(level: string): Promise<void> {
    if (!('logging' in this.capabilities)) return;
    const params = [['level', JSON.stringify(level)] as const];
    await askUpstream(this.upstream, 'logging/setLevel', params, this.headers).catch(() => undefined);
  }

  /** Hands a message to the server. Whether it hears is its own affair: it waits for it, or has gone. */
  say(message: Buffer): void {
    this.upstream.send(message, this.headers).catch(() => undefined);
  }

  /** @returns ends it. What the server says outside any request is heard from the first time on. */
  hear(ear: (message: NotificationMessage) => void): () => void {
    if (!this.#listens) this.upstream.listen();
    this.#listens = true;
    this.#ears.add(ear);
    return () => this.#ears.delete(ear);
  }

  /** To all that hear what belongs to no request. */
  spread(message: NotificationMessage): void {
    for (const ear of this.#ears) ear(message);
  }
}
