import { Button, ProblemNote } from '../../ui/index.ts';
import type { useSaving } from './use-saving.ts';

/** Why nothing was saved, and the way on where somebody else has saved meanwhile. */
export function SaveProblem({ saving }: { saving: ReturnType<typeof useSaving> }) {
  const { error, conflict, goOn } = saving;
  if (error === null) return null;
  return (
    <div className="mb-4">
      <ProblemNote problem={error} />
      {conflict && (
        <div className="mt-2 flex flex-wrap items-center gap-2 text-xs text-ink-2">
          Somebody else saved while you were writing. Nothing of yours is lost, and nothing of theirs: their version is
          under <strong>Versions</strong>.
          <Button small busy={goOn.isPending} onClick={() => goOn.mutate()}>
            Go on from theirs with my text
          </Button>
          {goOn.isError && <ProblemNote problem={goOn.error} />}
        </div>
      )}
    </div>
  );
}
