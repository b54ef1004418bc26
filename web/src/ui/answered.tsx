import type { ReactNode } from 'react';
import { Skeleton } from './layout.tsx';
import { ProblemNote } from './problem-note.tsx';

/** What was asked for: on its way, not to be had and why, or there. */
export function Answered(props: {
  readonly query: {
    readonly isPending: boolean;
    readonly isError: boolean;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  /** How much room is held while it is on its way. */
  readonly rows?: number;
  readonly children: ReactNode;
}) {
  const { query, rows, children } = props;
  if (query.isPending) return <Skeleton {...(rows === undefined ? {} : { rows })} />;
  if (query.isError) return <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />;
  return children;
}
