import { store } from '../kernel/store.ts';

const late = store(false);

/** Reads from the answer to a change whether it is in force. The newest one counts: what came before it is so with it. */
export function noteWhetherInForce({ headers }: Response): void {
  late.put(headers.get('Toolgate-In-Force') === 'no');
}

/** Somebody has read that the last change is not in force. */
export const lateChangeRead = (): void => late.put(false);

/** Whether the last change from here was made and is not in force. */
export const useLateChange = late.use;
