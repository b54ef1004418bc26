import { paramsOf, type RequestMessage, writeResult } from '../../protocol/index.ts';
import { askUpstream } from '../../upstream/index.ts';
import { plainHeaders } from '../lists/list-request.ts';
import type { Ports } from '../ports.ts';
import { fromEach } from './from-each.ts';
import type { Parts, Reach } from './reach.ts';

/** `logging/setLevel`: told to every server; those that do not log are none the wiser. */
export async function logLevelOfAll(
  message: RequestMessage,
  parts: Parts,
  reach: Reach,
  ports: Ports,
): Promise<Buffer> {
  const params = paramsOf(message, new Map([['_meta', undefined]]));
  await fromEach(reach, parts, ports, async (part) => {
    const { upstream } = await part.connection.open();
    return askUpstream(upstream, message.method, params, plainHeaders(part, message.method));
  });
  return writeResult(message.id, '{}');
}
