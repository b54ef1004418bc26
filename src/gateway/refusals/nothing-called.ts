import { type Revision, type RpcId, writeError } from '../../protocol/index.ts';
import type { Subject } from '../governed-call.ts';

/**
 * The gateway's answer for a name that does not exist, and so for every name that must look like one.
 *
 * @param name as the client wrote it
 */
export function nothingCalled(
  kind: Subject['kind'],
  name: string,
  { resourceNotFound }: Pick<Revision, 'resourceNotFound'>,
  id: RpcId,
): Buffer {
  switch (kind) {
    case 'tool':
      return writeError(id, { code: -32602, message: `Unknown tool: ${name}` });
    case 'prompt':
      return writeError(id, { code: -32602, message: `Prompt ${name} not found` });
    case 'resource':
      return writeError(id, {
        code: resourceNotFound,
        message: 'Resource not found',
        data: JSON.stringify({ uri: name }),
      });
  }
}
