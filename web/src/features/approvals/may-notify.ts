import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

type Answer = NotificationPermission | 'never';

const current = (): Answer => ('Notification' in window ? Notification.permission : 'never');

/** Whether the browser announces what it is told; `never` where it cannot. */
export const useMayNotify = (): Answer => useSyncExternalStore(subscribe, current);

/** Asks the person in front of it. */
export async function askToNotify(): Promise<void> {
  await Notification.requestPermission();
  for (const listener of listeners) listener();
}
