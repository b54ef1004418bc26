import type { Output } from '../../api/call.ts';
import { useVerb } from '../../api/use-verb.ts';

/** A stop that is in force. */
export type Stop = Output<'kill.list'>['items'][number];

/** Everything that is stopped now, the oldest first. */
export function useStops(): readonly Stop[] {
  return useVerb('kill.list', {}, { refetchMs: 5_000 }).data?.items ?? none;
}

const none: readonly Stop[] = [];

/** Whether a stop covers a server whole. */
export const stopsServer = ({ kind, server }: Stop, slug: string): boolean =>
  kind === 'all' || (kind === 'server' && server === slug);

/** Whether a stop covers a tool of a server and not all of that server. */
export const stopsTool = (stop: Stop, slug: string, name: string): boolean =>
  stop.kind === 'tool' && stop.tool === name && (stop.server === null || stop.server === slug);

/** Whether a stop covers a grant: it is named by its id or its label. */
export const stopsGrant = ({ kind, grant }: Stop, of: { readonly id: string; readonly label: string }): boolean =>
  kind === 'all' || (kind === 'grant' && (grant === of.id || grant === of.label));
