import type { ToolTable } from '../definitions/index.ts';
import { anchoredClock } from '../kernel/index.ts';
import { negotiate } from '../protocol/index.ts';
import type { Upstream } from '../upstream/index.ts';
import { readToolTable } from './lists/tool-table.ts';
import { UpstreamConnection } from './sessions/upstream-connection.ts';

const newest = negotiate('');
const deaf = () => ({ notification: () => {}, request: () => {} });

/**
 * What a server lists, read as the gateway reads it for a call. For operators: nothing is called and nothing recorded.
 *
 * @throws Fault when the server cannot be reached or gives no list
 */
export async function inspectServer(server: Upstream, version: string): Promise<ToolTable> {
  const clock = anchoredClock();
  const hello = {
    protocolVersion: newest.version,
    capabilities: '{}',
    clientInfo: JSON.stringify({ name: 'toolgate', version }),
  };
  const connection = new UpstreamConnection(server, hello, deaf, clock);
  try {
    await connection.confirm();
    return await readToolTable({ connection, revision: newest });
  } finally {
    await connection.close();
  }
}
