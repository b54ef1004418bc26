import { Icon } from '../../ui/index.ts';

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

/** Says how it ended, to whoever was about to decide as well. */
export function Ended({ state }: { readonly state: string }) {
  const text = words.get(state);
  if (text === undefined) return null;
  return (
    <p className="flex items-start gap-2 rounded-lg border border-line bg-canvas px-4 py-3 text-ink-2">
      <Icon name={state === 'approved' || state === 'consumed' ? 'check' : 'close'} className="mt-0.5" />
      {text}
    </p>
  );
}
