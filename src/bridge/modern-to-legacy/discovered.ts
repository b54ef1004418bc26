import { editResult, isJsonObject, metaKeys, type Piece, type ResultMessage, valueAt } from '../../protocol/index.ts';
import { modern } from '../modern-envelope.ts';

/**
 * The result of `server/discover`, made of what a legacy server answered to `initialize`: its capabilities less the
 * tasks of its era, its instructions and whatever else it says of itself.
 */
export function discovered(welcome: ResultMessage): Piece {
  const { bytes, members } = welcome;
  const info = members.get('serverInfo');
  const said = members.get('capabilities');
  const capabilities = said === undefined ? {} : valueAt(bytes, said);
  const { tasks: _tasks, ...carried } = isJsonObject(capabilities) ? capabilities : {};
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
