import { store } from '../../kernel/store.ts';

type Answer = NotificationPermission | 'never';

const answer = store<Answer>('Notification' in window ? Notification.permission : 'never');

/** Whether the browser announces what it is told; `never` where it cannot. */
export const useMayNotify = answer.use;

/** Asks the person in front of it. */
export async function askToNotify(): Promise<void> {
  answer.put(await Notification.requestPermission());
}
