import { useEffect } from 'react';
import { store } from '../kernel/store.ts';

const shown = store('');

/** What the page is called that is shown. */
export const usePageTitle = shown.use;

/** Says what the page is called that is shown from now on. */
export function useTitled(title: string): void {
  useEffect(() => shown.put(title), [title]);
}
