import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Side } from '../side.ts';
import { npmPeer } from './npm-peer.ts';

const peer = npmPeer('mcp-hub', 'mcp-hub/dist/cli.js', (port, [command, ...args], { folder }) => {
  const config = join(folder, 'hub.json');
  writeFileSync(config, JSON.stringify({ mcpServers: { bench: { command, args } } }));
  return ['--port', port, '--config', config];
});

/** It speaks HTTP+SSE alone, puts its server's name before a tool's, and listens before it has one. */
const hub: Side = {
  ...peer,
  async start(surroundings) {
    const running = await peer.start(surroundings);
    const health = new URL('/api/health', running.url);
    try {
      for (let asked = 0; asked < 200; asked += 1, await sleep(100)) {
        if ((await (await fetch(health)).text()).includes('"state":"ready"')) break;
      }
    } catch (error) {
      await running.stop();
      throw error;
    }
    return { ...running, overSse: true, tool: 'bench__' };
  },
};
export default hub;
