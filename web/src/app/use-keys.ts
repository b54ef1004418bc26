import { useEffect } from 'react';
import { isTyping } from '../ui/index.ts';
import type { NavItem } from './nav.ts';

/** How long after “g” the second key counts, in ms. */
const pairMs = 900;

/** Keys that work everywhere: Ctrl/⌘ K, and “g” with a letter to go somewhere. Never while something is typed. */
export function useKeys(places: readonly NavItem[], go: (to: string) => void, palette: () => void): void {
  useEffect(() => {
    let pressedG = 0;
    const listen = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        palette();
        return;
      }
      if (isTyping(event)) return;
      if (event.key === 'g' && event.timeStamp - pressedG > pairMs) {
        pressedG = event.timeStamp;
        return;
      }
      const place = event.timeStamp - pressedG <= pairMs ? places.find(({ key }) => key === event.key) : undefined;
      pressedG = 0;
      if (place === undefined) return;
      event.preventDefault();
      go(place.to);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [places, go, palette]);
}
