import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { call } from '../api/call.ts';
import { useConnection } from '../api/connection.ts';
import { Icon } from '../ui/index.ts';

/** How often a gateway that does not answer is asked again, in ms. */
const againMs = 2_000;

/** Says that the gateway is late or gone, and goes on by itself when it is back; what was typed stays meanwhile. */
export function ConnectionNote() {
  const state = useConnection();
  const queries = useQueryClient();
  const wasGone = useRef(false);
  useEffect(() => {
    if (state === 'gone') {
      wasGone.current = true;
      const timer = setInterval(() => void call('setup.state', {}).catch(() => undefined), againMs);
      return () => clearInterval(timer);
    }
    if (state === 'fine' && wasGone.current) {
      wasGone.current = false;
      void queries.invalidateQueries();
    }
    return undefined;
  }, [state, queries]);
  if (state === 'fine') return null;
  return (
    <div
      role="status"
      className="fixed top-3 left-1/2 z-60 flex -translate-x-1/2 animate-rise items-center gap-2 rounded-full border border-line bg-raised px-3.5 py-1.5 text-xs font-medium shadow-pop"
    >
      <Icon name={state === 'gone' ? 'warning' : 'clock'} className={state === 'gone' ? 'text-deny' : 'text-ask'} />
      {state === 'gone'
        ? 'The gateway does not answer. It is asked again; what you typed stays.'
        : 'The gateway takes long to answer.'}
    </div>
  );
}
