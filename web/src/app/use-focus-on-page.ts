import { useEffect, useRef } from 'react';

/** Whoever went on by a link that is gone with its page stands at the beginning of the next one, and not of everything. */
export function useFocusOnPage(path: string, loading: boolean): void {
  const last = useRef(path);
  useEffect(() => {
    if (loading || last.current === path) return;
    last.current = path;
    if (document.activeElement === document.body) document.getElementById('content')?.focus({ preventScroll: true });
  }, [path, loading]);
}
