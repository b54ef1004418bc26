import { useEffect, useRef } from 'react';
import { isTyping } from '../ui/index.ts';
import type { NavItem } from './nav.ts';

/** How long after “g” the second key counts, in ms. */
const pairMs = 900;

/** Keys that work everywhere: Ctrl/⌘ K, and “g” with a letter to go somewhere. Never while something is typed. */
export function useKeys(places: readonly NavItem[], go: (to: string) => void, palette: () => void): void {
  // The page may be drawn anew between two keys.
  const latest = useRef({ places, go, palette });
  latest.current = { places, go, palette };
  useEffect(() => {
    let pressedG = 0;
    const listen = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        latest.current.palette();
        return;
      }
      if (isTyping(event)) return;
      if (event.key === 'g' && event.timeStamp - pressedG > pairMs) {
        pressedG = event.timeStamp;
        return;
      }
      const place =
        event.timeStamp - pressedG <= pairMs ? latest.current.places.find(({ key }) => key === event.key) : undefined;
      pressedG = 0;
      if (place === undefined) return;
      event.preventDefault();
      latest.current.go(place.to);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
