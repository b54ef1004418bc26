import { useEffect, useRef } from 'react';
import { useMayNotify } from './may-notify.ts';
import { useWaiting } from './use-waiting.ts';

/** Has the browser announce calls that begin to wait, whichever page is open. Shows nothing itself. */
export function Notices() {
  const granted = useMayNotify() === 'granted';
  const { items } = useWaiting();
  const known = useRef<ReadonlySet<string>>(undefined);
  useEffect(() => {
    if (items === undefined || !granted) return;
    // What waited when the page was opened is on it.
    const fresh = known.current === undefined ? [] : items.filter(({ id }) => known.current?.has(id) === false);
    for (const one of fresh) {
      // Names and no arguments: a notice may be read by whoever looks at the screen.
      const body = `${one.grant.label} → ${one.server}: ${one.subject.name}`.slice(0, 200);
      new Notification('A call waits for approval', { body, tag: one.id });
    }
    known.current = new Set([...(known.current ?? []), ...items.map(({ id }) => id)]);
  }, [items, granted]);
  return null;
}
