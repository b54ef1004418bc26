import { deadlineOf } from '../deadline.ts';
import { dial } from '../dial.ts';
import { errorCode } from '../explain.ts';
import { integer, list } from '../parameters.ts';
import { host, port } from '../reach-parameters.ts';
import { type ProbeTarget, resolveTarget } from '../target.ts';
import { defineTool, type ToolContext } from '../tool.ts';

type PortState = 'open' | 'closed' | 'filtered';

/** How many connections are under way at once: enough to be quick, too few to be a flood. */
const width = 16;

/** `scan_ports`: which of a few ports are open. At most 128 ports × 5 s ÷ 16 = 40 s. */
export const scanPorts = defineTool({
  name: 'scan_ports',
  title: 'Scan ports',
  description:
    'Find out which of the given TCP ports of one host are open, closed (refused) or filtered (no answer). ' +
    'Reports progress.',
  readOnly: true,
  parameters: {
    host,
    ports: list({ description: 'The TCP ports to try, none twice.', of: port, maxItems: 128 }),
    timeout_ms: integer({
      description: 'Longest time to wait for one port, in milliseconds.',
      minimum: 50,
      maximum: 5_000,
      fallback: 1_000,
    }),
  },
  run: async (args, context) => {
    const target = await resolveTarget(args.host, context, deadlineOf(context, args.timeout_ms));
    const states = new Map<number, PortState>();
    const waiting = args.ports.values();
    // The workers share one iterator, so each port is taken once.
    const worker = async (): Promise<void> => {
      for (const port of waiting) {
        states.set(port, await probe(target, port, args.timeout_ms, context));
        context.signal.throwIfAborted();
        context.progress(states.size, args.ports.length, `${states.size} of ${args.ports.length} ports tried`);
      }
    };
    await Promise.all(Array.from({ length: Math.min(width, args.ports.length) }, worker));
    const inState = (state: PortState): number[] => args.ports.filter((port) => states.get(port) === state);
    return {
      host: target.host,
      address: target.address,
      open: inState('open'),
      closed: inState('closed'),
      filtered: inState('filtered'),
    };
  },
});

async function probe(target: ProbeTarget, port: number, ms: number, context: ToolContext): Promise<PortState> {
  try {
    (await dial(target, port, deadlineOf(context, ms))).destroy();
    return 'open';
  } catch (error) {
    return errorCode(error) === 'ECONNREFUSED' ? 'closed' : 'filtered';
  }
}
