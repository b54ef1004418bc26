import { deadlineOf } from '../deadline.ts';
import { dial } from '../dial.ts';
import { host, port, timeoutMs } from '../reach-parameters.ts';
import { resolveTarget } from '../target.ts';
import { defineTool } from '../tool.ts';

/** `tcp_connect`: opens a connection and closes it again. */
export const tcpConnect = defineTool({
  name: 'tcp_connect',
  title: 'TCP connect',
  description:
    'Open a TCP connection to a host and port, report how long it took, and close it again. Nothing is sent.',
  readOnly: true,
  parameters: { host, port, timeout_ms: timeoutMs },
  run: async (args, context) => {
    const deadline = deadlineOf(context, args.timeout_ms);
    const target = await resolveTarget(args.host, context, deadline);
    const start = context.clock.monotonic();
    const socket = await dial(target, args.port, deadline);
    const ms = Math.round((context.clock.monotonic() - start) * 1000) / 1000;
    socket.destroy();
    return { host: target.host, address: target.address, port: args.port, connected: true, ms };
  },
});
