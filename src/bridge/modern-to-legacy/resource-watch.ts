import { askUpstream } from '../../upstream/index.ts';
import type { LegacyConversation } from './legacy-conversation.ts';

/**
 * The resources that one session with a legacy server is subscribed to: subscribed once however many streams listen, and
 * left with the last of them.
 */
export class ResourceWatch {
  readonly #conversation: LegacyConversation;
  readonly #listeners = new Map<string, { count: number; readonly agreed: Promise<boolean> }>();

  constructor(conversation: LegacyConversation) {
    this.#conversation = conversation;
  }

  /** @returns whether the server agreed; {@link remove} must follow only then */
  async add(uri: string): Promise<boolean> {
    let known = this.#listeners.get(uri);
    if (known === undefined) {
      known = { count: 0, agreed: this.#ask('resources/subscribe', uri) };
      this.#listeners.set(uri, known);
    }
    known.count += 1;
    const agreed = await known.agreed;
    if (!agreed && this.#listeners.get(uri) === known) this.#listeners.delete(uri);
    return agreed;
  }

  remove(uri: string): void {
    const known = this.#listeners.get(uri);
    if (known === undefined) return;
    known.count -= 1;
    if (known.count > 0) return;
    this.#listeners.delete(uri);
    void this.#ask('resources/unsubscribe', uri);
  }

  async #ask(method: string, uri: string): Promise<boolean> {
    const { upstream, headers } = this.#conversation;
    try {
      const answer = await askUpstream(upstream, method, [['uri', JSON.stringify(uri)]], headers);
      return answer.kind === 'result';
    } catch {
      return false;
    }
  }
}
