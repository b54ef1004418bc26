import { Link } from '@tanstack/react-router';
import { useTitled } from '../ui/page-title.ts';

export function NotFound() {
  useTitled('Nothing here');
  return (
    <main className="grid min-h-[60dvh] place-items-center p-6 text-center">
      <div>
        <h1 className="text-xl font-semibold">There is nothing here</h1>
        <p className="mt-1 text-ink-2">
          It may have been removed, or the address is wrong.{' '}
          <Link to="/" className="link">
            Go to the overview
          </Link>
        </p>
      </div>
    </main>
  );
}
