import type { ToolTable } from '../../definitions/index.ts';
import type { Caller } from '../caller.ts';
import type { Ports } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { readToolTable } from './tool-table.ts';

/**
 * The server's whole list of tools, read now. Where definitions are pinned nobody is shown, or called by, a list that the
 * gate has not seen: what is seen first must be kept before it is believed.
 *
 * @throws Fault when it cannot be read, or not be kept
 */
export async function readListed(
  session: Pick<Session, 'connection' | 'revision' | 'declared'>,
  { access }: Pick<Caller, 'access'>,
  ports: Pick<Ports, 'definitions' | 'risks'>,
): Promise<ToolTable> {
  const table = await readToolTable(session);
  const { slug, pinned, trusted } = access.server.config;
  if (pinned) await ports.definitions.listed(slug, table);
  // A policy's question about a class is answered by the class, never by its absence.
  const isAsked = ports.risks.always || access.policy?.policy.asksRisk === true;
  return isAsked ? ports.risks.classed(slug, table, trusted) : table;
}
