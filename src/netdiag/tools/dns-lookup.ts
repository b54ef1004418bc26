import { Resolver } from 'node:dns/promises';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { deadlineOf, within } from '../deadline.ts';
import { choice, text } from '../parameters.ts';
import { timeoutMs } from '../reach-parameters.ts';
import { defineTool, type ToolContext } from '../tool.ts';

const types = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'SOA', 'SRV', 'TXT'] as const;

/** `dns_lookup`: the records of a name, from the name servers (the hosts file is not read). */
export const dnsLookup = defineTool({
  name: 'dns_lookup',
  title: 'DNS look-up',
  description: 'Ask the name servers for the records of a domain name.',
  readOnly: true,
  parameters: {
    name: text({ description: 'The domain name.', maxLength: 253 }),
    type: choice({ description: 'The type of record.', words: types, fallback: 'A' }),
    timeout_ms: timeoutMs,
  },
  run: async (args, context): Promise<JsonObject> => {
    const deadline = deadlineOf(context, args.timeout_ms);
    const resolver = resolverOf(context, args.timeout_ms);
    // The same type that the schema lists; the resolver's overloads are narrowed by its literal only.
    const records: unknown = await askWithin(resolver, deadline, resolver.resolve(args.name, args.type));
    return { name: args.name, type: args.type, records: records as JsonValue };
  },
});

/** A resolver that gives up after `ms`, on the operator's name servers where some are named. */
export function resolverOf(context: ToolContext, ms: number): Resolver {
  const resolver = new Resolver({ timeout: ms, tries: 1 });
  if (context.nameServers.length > 0) resolver.setServers(context.nameServers);
  return resolver;
}

/** Waits for an answer until the deadline, and withdraws the question when it comes first. */
export async function askWithin<T>(resolver: Resolver, deadline: AbortSignal, answer: Promise<T>): Promise<T> {
  try {
    return await within(deadline, answer);
  } finally {
    resolver.cancel();
  }
}
