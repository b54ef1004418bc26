import type { Message } from '../../protocol/index.ts';
import type { Caller } from '../caller.ts';
import { type GovernedCall, subjectName } from '../governed-call.ts';
import type { Ports } from '../ports.ts';
import { subjectOf } from '../subject-of.ts';
import { type Ended, ended } from './ended.ts';

/**
 * Before anything else is asked of a call: has an operator stopped it? What counts is what is stopped now, and not what
 * was when the request came in.
 */
export function stopped(call: GovernedCall, ports: Pick<Ports, 'snapshot'>): Ended | undefined {
  const { kills } = ports.snapshot();
  if (kills.empty) return undefined;
  const tool = call.subject.kind === 'tool' ? subjectName(call.subject) : undefined;
  return kills.covering(call.grant.principal.grant, call.session.slug, tool) && ended('deny', 'killed');
}

/**
 * Whoever is stopped opens nothing and is shown nothing. What policy speaks of goes on to the pipeline, where it is
 * refused like any other call, in the words that a model can read.
 *
 * @param access absent at the URL of all servers
 */
export function stoppedAtDoor(
  message: Message,
  { grant, access }: Pick<Caller, 'grant'> & Partial<Pick<Caller, 'access'>>,
  ports: Pick<Ports, 'snapshot'>,
): Ended | undefined {
  if (!isStopped(grant, access?.server.config.slug, ports)) return undefined;
  if (message.kind === 'request' && subjectOf(message) !== undefined) return undefined;
  return ended('deny', 'killed', { message: 'An operator has stopped this.' });
}

/** Whether a grant, or its way to a server, is stopped as a whole. */
export function isStopped(grant: Caller['grant'], slug: string | undefined, ports: Pick<Ports, 'snapshot'>): boolean {
  return ports.snapshot().kills.covering(grant.principal.grant, slug) !== undefined;
}
