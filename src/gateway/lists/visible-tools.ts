import type { Tool, ToolTable } from '../../definitions/index.ts';
import { listed } from '../../policy/index.ts';
import type { Caller } from '../caller.ts';
import type { Ports } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { definitionFor } from './definition-for.ts';
import { readListed } from './read-listed.ts';
import { tableKey } from './tool-table.ts';

/** A server's tools, read now, and which of them the grant may see, each as a client of its revision takes it. */
export interface VisibleTools {
  readonly table: ToolTable;
  readonly tools: readonly Tool[];
}

/** @throws Fault when the list cannot be read */
export async function visibleTools(session: Session, caller: Caller, ports: Ports): Promise<VisibleTools> {
  const table = await ports.tables.fresh(tableKey(caller), () => readListed(session, caller, ports));
  for (const { name, reason } of table.unusable) {
    ports.telemetry.warn('a tool is left out', { server: session.slug, tool: name, reason });
  }
  const { grant, access } = caller;
  const { slug, pinned } = access.server.config;
  const policy = access.policy?.policy;
  const { kills } = ports.snapshot();
  const mayBeTask = session.connection.current?.everyToolTakesTasks === true;
  const tools = [...table.tools.values()]
    .filter(({ name }) => policy !== undefined && listed(policy, 'tool', name))
    .filter((tool) => !pinned || ports.definitions.admits(slug, tool))
    .filter(({ name }) => kills.covering(grant.principal.grant, slug, name) === undefined)
    .map((tool) => ({ ...tool, definition: definitionFor(tool.definition, session.revision, mayBeTask) }));
  return { table, tools };
}
