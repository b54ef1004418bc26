import { ProblemNote } from '../ui/index.ts';
import { useTitled } from '../ui/page-title.ts';

/** A page that broke: the others still work. */
export function BrokenPage({ error }: { readonly error: unknown }) {
  useTitled('Something broke');
  return (
    <main className="p-6">
      <ProblemNote problem={error} onRetry={() => window.location.reload()} />
    </main>
  );
}
