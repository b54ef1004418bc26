import { call } from '../api/call.ts';
import { Problem } from '../api/problem.ts';

/** How long until the part is asked for again, in ms. */
const againMs = 2_000;

/**
 * Loads a part of the dashboard, and waits where the gateway is gone: whoever goes to a page meanwhile finds it there when the
 * gateway is, with the shell around it that says so. A part that is missing though the gateway answers is another matter.
 */
export async function whenThere<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch (error) {
      if (!(await isGone())) throw error;
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
}

const isGone = (): Promise<boolean> =>
  call('setup.state', {}).then(
    () => false,
    (error: unknown) => error instanceof Problem && error.status === 0,
  );
