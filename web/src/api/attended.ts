/** For how long after somebody did something they are taken to be there, in ms. */
const patienceMs = 60_000;

let seenAt = Date.now();
for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) {
  addEventListener(
    kind,
    () => {
      seenAt = Date.now();
    },
    { capture: true, passive: true },
  );
}

/**
 * Whether somebody is at this page. What it asks by itself, every few seconds, for as long as it is open, is no use of the session:
 * a machine that nobody came back to would be signed in for a week.
 */
export const isAttended = (): boolean => Date.now() - seenAt < patienceMs;
