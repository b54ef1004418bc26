import { useEffect, useRef } from 'react';
import { CopyText, Icon } from '../../ui/index.ts';
import type { DecisionDraft } from './decide.tsx';

/** What became of the call, in the place of the decision that nobody can make any more. */
const words: ReadonlyMap<string, string> = new Map([
  ['approved', 'Approved: its agent may make this call, once. Nothing was sent to the server yet.'],
  ['consumed', 'Approved, and made: the server has received exactly these arguments.'],
  ['denied', 'Denied: nothing was sent to the server, and the agent was told.'],
  [
    'expired',
    'Nobody answered in time, and no answer is a no: nothing was sent to the server. Its agent may ask again.',
  ],
]);

interface EndedProps {
  readonly state: string;
  /** Whether it still waited when somebody began to look. */
  readonly watched: boolean;
  readonly draft: DecisionDraft;
}

/** Says how it ended, to whoever was about to decide as well; what they were about to say is not lost to them. */
export function Ended({ state, watched, draft }: EndedProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The decision went from under the hands of somebody: they go on here, and not at the top of the page.
    if (watched && document.activeElement === document.body) place.current?.focus();
  }, [watched]);
  const text = words.get(state);
  if (text === undefined) return null;
  const unsaid = [draft.reason.trim(), draft.proposed ?? ''].filter((one) => one !== '').join('\n');
  return (
    <div ref={place} tabIndex={-1} className="rounded-lg border border-line bg-canvas px-4 py-3 text-ink-2">
      <p className="flex items-start gap-2">
        <Icon name={state === 'approved' || state === 'consumed' ? 'check' : 'close'} className="mt-0.5" />
        {text}
      </p>
      {unsaid !== '' && (
        <div className="mt-3">
          <p className="mb-1.5 text-xs">What you had typed, which nobody was told:</p>
          <CopyText text={unsaid} label="what you had typed" multiline />
        </div>
      )}
    </div>
  );
}
