import {
  isJsonObject,
  type JsonObject,
  type Piece,
  type ResultMessage,
  type RpcId,
  relayEdited,
  valueAt,
} from '../../protocol/index.ts';
import { spokenVersions } from './discover.ts';
import { withOwnLists } from './own-lists.ts';

/**
 * What a server says of itself (`server/discover`), as the gateway can vouch for it: the revisions are those that are
 * spoken here, whichever of them the server speaks; what the gateway does not carry is not offered; and nobody is to
 * keep it for anybody else.
 */
export function discoverResult(message: ResultMessage, id: RpcId): Buffer {
  const edits = new Map<string, Piece | undefined>([
    ['supportedVersions', JSON.stringify(spokenVersions)],
    ['ttlMs', '0'],
    ['cacheScope', '"private"'],
  ]);
  const span = message.members.get('capabilities');
  const capabilities = span === undefined ? undefined : valueAt(message.bytes, span);
  if (isJsonObject(capabilities)) edits.set('capabilities', JSON.stringify(carried(capabilities)));
  return relayEdited(message, id, edits);
}

/** Tasks are an extension here, and not a capability of their own. */
function carried({ tasks: _tasks, ...capabilities }: JsonObject): JsonObject {
  return withOwnLists(capabilities);
}
