import { SessionTasks } from '../../../src/gateway/tasks/session-tasks.ts';
import { type TaskOwner, TaskSeal } from '../../../src/gateway/tasks/task-seal.ts';
import { KeyRing } from '../../../src/seal/index.ts';

export const taskSeal = new TaskSeal(new KeyRing([Buffer.alloc(32, 7)]));

/** The tasks of a session that stands by itself. */
export function tasksOf(owner: Partial<TaskOwner> = {}): SessionTasks {
  return new SessionTasks(() => ({ grant: 'g', user: undefined, server: 's', session: 'x', ...owner }), taskSeal);
}
