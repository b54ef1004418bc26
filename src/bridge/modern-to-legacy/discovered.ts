import { editResult, isJsonObject, metaKeys, type Piece, tasksExtension } from '../../protocol/index.ts';
import { modern } from '../modern-envelope.ts';
import { makesTasks } from './bridged-tasks.ts';
import type { LegacyConversation } from './legacy-conversation.ts';

/**
 * The result of `server/discover`, made of what a legacy server answered to `initialize`: its capabilities with the
 * tasks of its era as the extension that they have become, its instructions and whatever else it says of itself.
 */
export function discovered(conversation: LegacyConversation): Piece {
  const { welcome, capabilities } = conversation;
  const { bytes, members } = welcome;
  const info = members.get('serverInfo');
  const { tasks: _tasks, ...others } = capabilities;
  const extensions = isJsonObject(others.extensions) ? others.extensions : {};
  const carried = makesTasks(conversation)
    ? { ...others, extensions: { ...extensions, [tasksExtension]: {} } }
    : others;
  return editResult(
    welcome,
    new Map<string, Piece | undefined>([
      ['resultType', '"complete"'],
      ['supportedVersions', JSON.stringify([modern.version])],
      ['capabilities', JSON.stringify(carried)],
      ['ttlMs', '0'],
      ['cacheScope', '"private"'],
      ['_meta', info === undefined ? '{}' : [`{"${metaKeys.serverInfo}":`, { bytes, span: info }, '}']],
      ['protocolVersion', undefined],
      ['serverInfo', undefined],
    ]),
  );
}
