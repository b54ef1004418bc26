import { Link } from '@tanstack/react-router';
import { useStops } from '../features/stops/use-stops.ts';
import { Icon } from '../ui/index.ts';

/** On every page but the overview, which says it itself: that no call passes, whatever the page shows as in force. */
export function AllStopped({ path }: { readonly path: string }) {
  const stopped = useStops().some(({ kind }) => kind === 'all');
  return (
    <div role="status">
      {stopped && path !== '/' && (
        <p className="flex flex-wrap items-center gap-2 bg-deny-soft px-4 py-2 text-deny sm:px-8">
          <Icon name="stop" /> Everything is stopped: no call passes.
          <Link to="/" className="underline">
            Where it is lifted
          </Link>
        </p>
      )}
    </div>
  );
}
