import { useState } from 'react';

/** What had the focus when the first of the dialogs was opened that are open now, one above or after the other. */
let outside: HTMLElement | null = null;

/** Where the focus is, or, in a menu that closes with this, the button that opened it. */
function opener(): HTMLElement | null {
  const { activeElement } = document;
  const menu = activeElement?.closest('[role=menu]');
  const found = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : activeElement;
  if (!(found instanceof HTMLElement) || found === document.body) return null;
  if (found.closest('[role$=dialog]') === null) outside = found;
  return found;
}

/**
 * Gives the focus back to what had it when a dialog opened; where that is gone, to what began it all, or to the page.
 * Radix knows only of buttons that are its own triggers: most dialogs are opened by what somebody chose. For a component
 * that is first drawn when the dialog opens.
 */
export function useFocusBack(): (event: Event) => void {
  const [before] = useState(opener);
  return (event) => {
    event.preventDefault();
    const places = [before, outside, document.getElementById('content')];
    places.find((place) => place?.isConnected === true)?.focus({ preventScroll: true });
  };
}
