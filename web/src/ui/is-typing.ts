const fields = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], [role$=dialog]';

/** Whether a key is for what has the focus, or for the browser, so that no single letter may mean anything else. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey) return true;
  return event.target instanceof Element && event.target.closest(fields) !== null;
}
