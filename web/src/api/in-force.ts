import { useSyncExternalStore } from 'react';

let isLate = false;
const listeners = new Set<() => void>();

function put(next: boolean): void {
  if (next === isLate) return;
  isLate = next;
  for (const listener of listeners) listener();
}

/** Reads from the answer to a change whether it is in force. The newest one counts: what came before it is so with it. */
export function noteWhetherInForce({ headers }: Response): void {
  put(headers.get('Toolgate-In-Force') === 'no');
}

/** Somebody has read that the last change is not in force. */
export const lateChangeRead = (): void => put(false);

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Whether the last change from here was made and is not in force. */
export const useLateChange = (): boolean => useSyncExternalStore(subscribe, () => isLate);
