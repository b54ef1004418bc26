import { deadlineOf } from '../deadline.ts';
import { dial } from '../dial.ts';
import { errorCode, explain } from '../explain.ts';
import { integer } from '../parameters.ts';
import { host, timeoutMs } from '../reach-parameters.ts';
import { type ProbeTarget, resolveTarget } from '../target.ts';
import { defineTool, type ToolContext } from '../tool.ts';

/**
 * `ping_host`: whether a host answers, by TCP, since ICMP would need privileges. A refusal is an answer too: only a
 * host that is up refuses.
 */
export const pingHost = defineTool({
  name: 'ping_host',
  title: 'Ping by TCP',
  description:
    'Check whether a host is up by connecting to a TCP port a few times. A refused connection counts as an answer. ' +
    'Reports the round-trip times.',
  readOnly: true,
  parameters: {
    host,
    port: integer({ description: 'TCP port to try.', minimum: 1, maximum: 65_535, fallback: 443 }),
    count: integer({ description: 'How often to try.', minimum: 1, maximum: 10, fallback: 3 }),
    timeout_ms: timeoutMs,
  },
  run: async (args, context) => {
    const target = await resolveTarget(args.host, context, deadlineOf(context, args.timeout_ms));
    const times: number[] = [];
    let last: string | null = null;
    for (let attempt = 1; attempt <= args.count; attempt++) {
      const reply = await knock(target, args.port, args.timeout_ms, context);
      context.signal.throwIfAborted();
      if (typeof reply === 'number') times.push(reply);
      else last = reply;
      context.progress(attempt, args.count, `${times.length} of ${attempt} answered`);
    }
    const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
    return {
      host: target.host,
      address: target.address,
      port: args.port,
      alive: times.length > 0,
      sent: args.count,
      received: times.length,
      ms:
        times.length === 0
          ? null
          : {
              min: rounded(Math.min(...times)),
              average: rounded(times.reduce((sum, ms) => sum + ms, 0) / times.length),
              max: rounded(Math.max(...times)),
            },
      last_failure: last,
    };
  },
});

/** @returns the round trip in milliseconds, or why there was none */
async function knock(target: ProbeTarget, port: number, ms: number, context: ToolContext): Promise<number | string> {
  const start = context.clock.monotonic();
  try {
    (await dial(target, port, deadlineOf(context, ms))).destroy();
  } catch (error) {
    if (errorCode(error) !== 'ECONNREFUSED') return explain(error);
  }
  return context.clock.monotonic() - start;
}
