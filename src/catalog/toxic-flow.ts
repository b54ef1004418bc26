import type { Category } from './classify/category.ts';
import type { Flag } from './classify/flags.ts';

/** A tool in reach, with what the classifier says of it. */
export interface ReachableTool {
  readonly server: string;
  readonly name: string;
  readonly category: Category;
  readonly flags: readonly Flag[];
}

/**
 * What one agent must not hold at once: a way in for text of strangers, data that is nobody's business, and a way out.
 * Whoever writes the text can then have the data sent to himself, and every single call of that is one the agent may
 * make. Each list has the tools of that part in their order; one tool may stand in several.
 */
export interface ToxicFlow {
  readonly untrusted: readonly ReachableTool[];
  readonly private: readonly ReachableTool[];
  readonly out: readonly ReachableTool[];
}

/** Text of strangers comes in: issues, mail, web pages. */
function bringsIn({ flags }: ReachableTool): boolean {
  return flags.includes('untrusted_content');
}

function isPrivate({ flags }: ReachableTool): boolean {
  return flags.includes('private_data') || flags.includes('returns_secret');
}

/**
 * A public place, an address that the agent chooses (what is asked for at it says as much as what is posted to it), or
 * code, which can do either.
 */
function letsOut({ flags }: ReachableTool): boolean {
  return flags.includes('public_sink') || flags.includes('arbitrary_url') || flags.includes('arbitrary_code');
}

/**
 * The toxic flow among the tools that one grant, or one client, can reach; `undefined` where a part of it is missing.
 * Tools that a policy denies are no tools in reach: leave them out.
 *
 * @param tools of all servers together: the parts of a flow are seldom of one server
 */
export function toxicFlow(tools: readonly ReachableTool[]): ToxicFlow | undefined {
  const flow = { untrusted: tools.filter(bringsIn), private: tools.filter(isPrivate), out: tools.filter(letsOut) };
  return Object.values(flow).every((part) => part.length > 0) ? flow : undefined;
}
