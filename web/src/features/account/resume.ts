import { session } from '../../api/session.ts';
import { tokenOfAnotherPage } from './hand-over.ts';
import { enter } from './sign-in.ts';

const key = 'toolgate.reload';

// The token lives in this page’s memory. Only while the tab has left it, to load it anew or for another place, does it lie
// in the tab’s own store, from which it is taken at once: neither a reload nor an address that is typed is a reason to ask
// for the password.
let kept = sessionStorage.getItem(key);
sessionStorage.removeItem(key);
window.addEventListener('pagehide', () => {
  const now = session();
  if (now.state === 'signed-in') sessionStorage.setItem(key, now.token);
});
window.addEventListener('pageshow', () => sessionStorage.removeItem(key));

/** Whether somebody is signed in on this page. */
export async function resume(): Promise<boolean> {
  const now = session();
  if (now.state !== 'unknown') return now.state !== 'signed-out';
  const token = kept ?? (await tokenOfAnotherPage());
  kept = null;
  if (token === undefined) return false;
  try {
    await enter(token);
    return true;
  } catch {
    return false;
  }
}
