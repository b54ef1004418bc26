import { startOwn, stop } from '../child.ts';
import type { Side } from '../side.ts';

/** Reference *b*, against which everything else is given. */
export const pipe: Side = {
  name: 'pipe',
  essential: true,
  async start({ upstream }) {
    const { child, said } = await startOwn(0, 'pipe.ts', [upstream]);
    return { url: `http://127.0.0.1:${Number(said)}/mcp`, headers: {}, pid: child.pid, stop: () => stop(child) };
  },
};
