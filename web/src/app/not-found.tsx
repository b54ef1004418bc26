import { Link } from '@tanstack/react-router';
import { ProblemNote } from '../ui/index.ts';

export function NotFound() {
  return (
    <main className="grid min-h-[60dvh] place-items-center p-6 text-center">
      <div>
        <h1 className="text-xl font-semibold">There is nothing here</h1>
        <p className="mt-1 text-ink-2">
          It may have been removed, or the address is wrong.{' '}
          <Link to="/" className="text-accent underline">
            Go to the overview
          </Link>
        </p>
      </div>
    </main>
  );
}

/** A page that broke: the others still work. */
export function Gone({ error }: { readonly error: unknown }) {
  return (
    <main className="p-6">
      <ProblemNote problem={error} onRetry={() => window.location.reload()} />
    </main>
  );
}
