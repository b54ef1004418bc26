import { Button } from '../../ui/index.ts';
import { askToNotify, useMayNotify } from './may-notify.ts';

/** Lets the browser announce calls that wait, once somebody has asked for it. */
export function NotifyMe() {
  const answer = useMayNotify();
  if (answer === 'denied') {
    return <span className="text-xs text-ink-2">Announcements are switched off for this site in your browser.</span>;
  }
  if (answer !== 'default') return null;
  return (
    <Button icon="eye" onClick={() => void askToNotify()}>
      Notify me
    </Button>
  );
}
