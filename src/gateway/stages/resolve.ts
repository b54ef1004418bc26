import type { Tool } from '../../definitions/index.ts';
import { headerMismatch, isCallableName, type JsonObject, paramHeadersDisagree } from '../../protocol/index.ts';
import type { Waiting } from '../approval/waiting-states.ts';
import { argumentsOf } from '../arguments-of.ts';
import type { Continuation } from '../continuation/request-states.ts';
import type { GovernedCall } from '../governed-call.ts';
import { readListed } from '../lists/read-listed.ts';
import { ListRefused, tableKey } from '../lists/tool-table.ts';
import type { Ports } from '../ports.ts';
import { type Ended, ended } from '../refusals/ended.ts';

/** A call whose subject exists: for a tool, exactly one definition in the server's list as last read. */
export interface Resolved {
  readonly call: GovernedCall;
  /** Set for tools, and only for tools. */
  readonly tool: Tool | undefined;
  /** What was judged is what is forwarded: parsed from the very bytes that go out. `{}` when absent or no tool. */
  readonly arguments: JsonObject;
  /** Set when the call continues one that asked for input (`resume.ts`). */
  readonly continuation?: Continuation;
  /** Set when the call comes back to wait on for a person's decision (`resume.ts`). */
  readonly waiting?: Waiting;
}

/**
 * Step 0 of judgement: the name must be byte-equal to exactly one listed tool. Resources and prompts have no such
 * table: their names are judged as they are.
 */
export function resolve(call: GovernedCall, ports: Ports): Resolved | Ended | Promise<Resolved | Ended> {
  const { subject } = call;
  if (subject.kind !== 'tool') return { call, tool: undefined, arguments: {} };
  const args = argumentsOf(call.message);
  if (args === undefined) {
    return ended('refused', 'bad_request', { message: '`arguments` must be a JSON object.' });
  }
  if (!isCallableName(subject.name)) return ended('hidden', 'unknown_tool');

  const key = tableKey(call);
  const known = ports.tables.known(key, subject.name);
  if (known !== undefined) return found(call, known.tools.get(subject.name), args, ports);
  return ports.tables
    .containing(key, subject.name, () => readListed(call.session, call, ports))
    .then(
      (table) => found(call, table.tools.get(subject.name), args, ports),
      (error: unknown) => {
        if (error instanceof ListRefused && error.isForWantOfTools) return ended('hidden', 'unknown_tool');
        throw error;
      },
    );
}

/**
 * Where definitions are pinned, one that nobody approved is quarantined: its calls are refused, whatever policy says.
 * What headers repeat of the arguments must agree with them (threats B74): the tool says which do, so it is seen
 * here.
 */
function found(call: GovernedCall, tool: Tool | undefined, args: JsonObject, ports: Ports): Resolved | Ended {
  if (tool === undefined) return ended('hidden', 'unknown_tool');
  const { slug, pinned } = call.access.server.config;
  if (pinned && !ports.definitions.admits(slug, tool)) return ended('deny', 'definition_changed');
  const { arrival } = call;
  if (tool.paramHeaders.length > 0 && call.session.revision.stateless && arrival.hasHeaders) {
    const disagreement = paramHeadersDisagree((name) => arrival.header(name), tool.paramHeaders, args);
    if (disagreement !== undefined) {
      return ended('refused', 'header_mismatch', { message: disagreement, rpc: headerMismatch });
    }
  }
  return { call, tool, arguments: args };
}
