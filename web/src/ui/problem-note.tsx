import { useEffect, useRef } from 'react';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';

/** What a role may not do it may not do a moment later. */
const isRefusal = (problem: unknown): boolean =>
  problem instanceof Error && 'status' in problem && problem.status === 403;

/** What went wrong, in words, and the way on. */
export function ProblemNote(props: {
  readonly problem: unknown;
  readonly onRetry?: () => void;
  /** Where it stands: its distance from what is around it. */
  readonly className?: string;
}) {
  const { problem, onRetry, className } = props;
  const text = problem instanceof Error ? problem.message : 'Something went wrong.';
  const note = useRef<HTMLDivElement>(null);
  // Below a long form it would be out of sight, and the button that was pressed would seem to do nothing.
  useEffect(() => {
    if (note.current?.closest('[role$=dialog]') !== null) note.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div
      ref={note}
      role="alert"
      className={cx(
        'flex items-start gap-2.5 rounded-lg border border-deny/40 bg-deny-soft px-3.5 py-2.5 text-deny',
        className,
      )}
    >
      <Icon name="warning" className="mt-0.5" />
      <div className="foreign min-w-0 flex-1">{text}</div>
      {onRetry !== undefined && !isRefusal(problem) && (
        <Button small onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
