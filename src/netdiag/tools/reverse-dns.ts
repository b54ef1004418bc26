import { isIP } from 'node:net';
import { deadlineOf } from '../deadline.ts';
import { text } from '../parameters.ts';
import { timeoutMs } from '../reach-parameters.ts';
import { resolveTarget } from '../target.ts';
import { defineTool } from '../tool.ts';
import { ToolError } from '../tool-error.ts';
import { askWithin, resolverOf } from './dns-lookup.ts';

/** `reverse_dns`: the names of an address. Private addresses are refused like everywhere: their names are internal. */
export const reverseDns = defineTool({
  name: 'reverse_dns',
  title: 'Reverse DNS',
  description: 'Find the host names that belong to an IP address, from the hosts file and the name servers.',
  readOnly: true,
  parameters: { address: text({ description: 'An IPv4 or IPv6 address.', maxLength: 45 }), timeout_ms: timeoutMs },
  run: async (args, context) => {
    if (isIP(args.address) === 0) throw new ToolError('"address" must be an IP address');
    const deadline = deadlineOf(context, args.timeout_ms);
    const { address } = await resolveTarget(args.address, context, deadline);
    const resolver = resolverOf(context, args.timeout_ms);
    return { address, names: await askWithin(resolver, deadline, resolver.reverse(address)) };
  },
});
