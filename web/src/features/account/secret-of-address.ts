/**
 * The secret of a one-time link. It stands behind `#`, which browsers never send; it is taken out of the address at once,
 * so that it stays in no history.
 */
export function secretOfAddress(): string {
  const secret = window.location.hash.slice(1).replace(/^secret=/, '');
  if (secret !== '') window.history.replaceState(window.history.state, '', window.location.pathname);
  return secret;
}
