import type { Policy } from '../../policy/index.ts';

/** Something that concerns the whole policy rather than one tool. */
export interface DocumentChange {
  /** JSON pointer of what changed. */
  readonly pointer: string;
  readonly from: string;
  readonly to: string;
  /** `undefined`: neither wider nor narrower, such as what is recorded. */
  readonly widening: boolean | undefined;
}

const elicitation = ['deny', 'form', 'all'] as const;

/** What a policy says beside its entries: mode, what the server may ask of the client, what is recorded. */
export function compareDocument({ document: old }: Policy, { document: now }: Policy): DocumentChange[] {
  const changes: DocumentChange[] = [];
  const say = (pointer: string, from: string, to: string, widening: boolean | undefined): void => {
    if (from !== to) changes.push({ pointer, from, to, widening });
  };
  say('/mode', old.mode, now.mode, now.mode === 'observe');
  for (const key of ['sampling', 'roots'] as const) {
    say(
      `/server_requests/${key}`,
      old.serverRequests[key],
      now.serverRequests[key],
      now.serverRequests[key] === 'allow',
    );
  }
  const [before, after] = [old.serverRequests.elicitation, now.serverRequests.elicitation];
  say('/server_requests/elicitation', before, after, elicitation.indexOf(after) > elicitation.indexOf(before));
  const paths = ({ auditPaths }: typeof old): string =>
    auditPaths
      ?.map(({ canonical }) => canonical)
      .toSorted()
      .join(', ') ?? 'keys only';
  say('/audit', paths(old), paths(now), undefined);
  say('/timezone', old.timezone ?? 'UTC', now.timezone ?? 'UTC', undefined);
  return changes;
}
