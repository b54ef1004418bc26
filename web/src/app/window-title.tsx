import { useEffect } from 'react';
import { useWaiting } from '../features/approvals/use-waiting.ts';
import { counted } from '../ui/index.ts';
import { usePageTitle } from '../ui/page-title.ts';

/**
 * The window is called what its page is called, and says how many calls wait, so that tabs and the history tell pages apart.
 * Whoever hears the page rather than sees it is told of both.
 */
export function WindowTitle() {
  const page = usePageTitle();
  const { count, more } = useWaiting();
  useEffect(() => {
    document.title = `${count === 0 ? '' : `(${count}${more ? '+' : ''}) `}${page === '' ? '' : `${page} · `}Toolgate`;
  }, [page, count, more]);
  return (
    <>
      <div role="status" className="sr-only">
        {page}
      </div>
      <div role="status" className="sr-only">
        {count > 0 && `${counted(count, 'call')} ${count === 1 ? 'waits' : 'wait'} for a person`}
      </div>
    </>
  );
}
