import { type LoadTarget, type McpLine, openMcpLine } from '../load/mcp-line.ts';
import { type LoadResult, runClosed, runPaced } from '../load/run-load.ts';
import { openSseLine } from '../load/sse-line.ts';
import type { Message } from '../message.ts';

/** What the harness asks of the load generator, one at a time. */
export type LoadOrder =
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly target: LoadTarget;
      readonly lines: number;
      readonly message?: Message;
    }
  /** Opens sessions and leaves them alone. */
  | { readonly kind: 'leave'; readonly name: string; readonly target: LoadTarget; readonly sessions: number }
  | { readonly kind: 'run'; readonly name: string; readonly seconds: number; readonly rate?: number }
  /** Closes its lines: nothing is asked of it any more. */
  | { readonly kind: 'close'; readonly name: string };

/** What it says: `ready` once, then one answer an order. */
export type LoadReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ran'; readonly result: LoadResult }
  | { readonly kind: 'failed'; readonly message: string };

const opened = new Map<string, McpLine[]>();
const say = (report: LoadReport): void => void process.send?.(report);

async function carryOut(order: LoadOrder): Promise<LoadReport> {
  if (order.kind === 'open') {
    const lines: McpLine[] = [];
    opened.set(order.name, lines);
    const { target, message } = order;
    const open = target.overSse === true ? openSseLine : openMcpLine;
    for (let count = 0; count < order.lines; count++) lines.push(await open(target, message));
    return { kind: 'ready' };
  }
  if (order.kind === 'leave') {
    await leaveSessions(order.target, order.sessions);
    return { kind: 'ready' };
  }
  const lines = opened.get(order.name) ?? [];
  if (order.kind === 'close') {
    for (const line of lines) line.close();
    opened.delete(order.name);
    return { kind: 'ready' };
  }
  const { seconds, rate } = order;
  return {
    kind: 'ran',
    result: await (rate === undefined ? runClosed(lines, seconds) : runPaced(lines, seconds, rate)),
  };
}

/** Sixteen at a time; each one's connection is closed. */
async function leaveSessions(target: LoadTarget, count: number): Promise<void> {
  let begun = 0;
  const open = async (): Promise<void> => {
    while (begun++ < count) (await openMcpLine(target)).close();
  };
  await Promise.all(Array.from({ length: 16 }, open));
}

process.on('message', (order: LoadOrder) => {
  carryOut(order).then(say, (error: Error) => say({ kind: 'failed', message: error.message }));
});
process.on('disconnect', () => process.exit());
say({ kind: 'ready' });
