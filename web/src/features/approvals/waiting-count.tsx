import { useWaiting } from './use-waiting.ts';

/** How many calls wait for a person, beside the name of their page; nothing where none does. */
export function WaitingCount() {
  const { count, more } = useWaiting();
  if (count === 0) return null;
  return (
    <span className="ml-auto rounded-full bg-ask-soft px-1.5 text-2xs leading-4.5 font-semibold text-ask tabular-nums">
      {count}
      {more && '+'}
      <span className="sr-only"> waiting</span>
    </span>
  );
}
