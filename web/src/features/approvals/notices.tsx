import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { call } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { useMayNotify } from './may-notify.ts';

/** How often it is looked, also behind other windows: it is there that somebody is told. */
const everyMs = 5_000;

/** Has the browser announce calls that begin to wait, whichever page is open. Shows nothing itself. */
export function Notices() {
  const granted = useMayNotify() === 'granted';
  const may = useMay('approvals:read');
  const { data } = useQuery({
    queryKey: ['approval.list', { state: 'pending' }, 'notices'],
    queryFn: ({ signal }) => call('approval.list', { state: 'pending' }, signal),
    enabled: granted && may,
    refetchInterval: everyMs,
    refetchIntervalInBackground: true,
  });
  const known = useRef<ReadonlySet<string>>(undefined);
  useEffect(() => {
    if (data === undefined) return;
    // What waited when the page was opened is on it.
    const fresh = known.current === undefined ? [] : data.items.filter(({ id }) => known.current?.has(id) === false);
    for (const one of fresh) {
      // Names and no arguments: a notice may be read by whoever looks at the screen.
      const body = `${one.grant.label} → ${one.server}: ${one.subject.name}`.slice(0, 200);
      new Notification('A call waits for approval', { body, tag: one.id });
    }
    known.current = new Set([...(known.current ?? []), ...data.items.map(({ id }) => id)]);
  }, [data]);
  return null;
}
