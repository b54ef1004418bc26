import { isJsonObject, type Message, metaKeys, textAt, valueAt } from '../../protocol/index.ts';
import type { AttachedPolicy } from '../../snapshot/index.ts';
import { filterCapabilities } from '../server-requests.ts';
import { ownMeta } from './discover.ts';

/**
 * What a client of the stateless revision last said of itself. What the gateway asks on the client's behalf (the list
 * that its calls are judged by) it asks in the client's name: what a server lists may depend on who asks, and a server
 * of the session era need not be told of two clients where there is one.
 */
export class DeclaredClient {
  #capabilities: string | undefined;
  #clientInfo: string | undefined;
  #policy: AttachedPolicy | undefined;
  #meta = ownMeta;

  /** A request of the client's has come. Costs next to nothing when it says what the one before it said. */
  hear(message: Message, policy: AttachedPolicy | undefined): void {
    if (message.kind !== 'request') return;
    const { bytes, meta } = message;
    const text = (key: string): string | undefined => {
      const span = meta.get(key);
      return span === undefined ? undefined : textAt(bytes, span);
    };
    const capabilities = text(metaKeys.clientCapabilities);
    const clientInfo = text(metaKeys.clientInfo);
    if (capabilities === this.#capabilities && clientInfo === this.#clientInfo && policy === this.#policy) return;
    this.#capabilities = capabilities;
    this.#clientInfo = clientInfo;
    this.#policy = policy;
    const span = meta.get(metaKeys.clientCapabilities);
    const said = span === undefined ? {} : valueAt(bytes, span);
    const told = filterCapabilities(isJsonObject(said) ? said : {}, policy?.policy.serverRequests);
    const own = JSON.parse(ownMeta) as Record<string, unknown>;
    const info = clientInfo === undefined ? {} : { [metaKeys.clientInfo]: JSON.parse(clientInfo) as unknown };
    this.#meta = JSON.stringify({ ...own, [metaKeys.clientCapabilities]: told, ...info });
  }

  /** The `_meta` of a request of the gateway's own, as JSON text. */
  get meta(): string {
    return this.#meta;
  }
}
