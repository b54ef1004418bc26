import { ProblemNote } from '../ui/index.ts';

/** A page that broke: the others still work. */
export function BrokenPage({ error }: { readonly error: unknown }) {
  return (
    <main className="p-6">
      <ProblemNote problem={error} onRetry={() => window.location.reload()} />
    </main>
  );
}
