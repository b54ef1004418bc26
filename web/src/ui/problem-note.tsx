import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** What went wrong, in words, and the way on. */
export function ProblemNote({ problem, onRetry }: { readonly problem: unknown; readonly onRetry?: () => void }) {
  const text = problem instanceof Error ? problem.message : 'Something went wrong.';
  return (
    <div
      role="alert"
      className="flex items-start gap-2.5 rounded-lg border border-deny/40 bg-deny-soft px-3.5 py-2.5 text-deny"
    >
      <Icon name="warning" className="mt-0.5" />
      <div className="foreign min-w-0 flex-1">{text}</div>
      {onRetry !== undefined && (
        <Button small onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
