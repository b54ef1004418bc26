import { session } from '../../api/session.ts';
import { enter } from './sign-in.ts';

const key = 'toolgate.reload';

// The token lives in this page’s memory. Only while the page is being loaded anew does it lie in the tab’s own store,
// from which it is taken at once: a reload is no reason to ask for the password.
const [navigation] = performance.getEntriesByType('navigation');
const reloaded = navigation instanceof PerformanceNavigationTiming && navigation.type !== 'navigate';
let kept = reloaded ? sessionStorage.getItem(key) : null;
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
  const token = kept;
  kept = null;
  if (token === null) return false;
  try {
    await enter(token);
    return true;
  } catch {
    return false;
  }
}
