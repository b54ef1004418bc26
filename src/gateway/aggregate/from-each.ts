import { Fault } from '../../kernel/index.ts';
import type { Caller } from '../caller.ts';
import type { Ports } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { callers, type Parts, type Reach } from './reach.ts';
import { listBudgetMs, withinBudget } from './within-budget.ts';

/** What one server answered. */
export interface FromOne<T> {
  readonly caller: Caller;
  readonly part: Session;
  readonly answer: T;
}

/**
 * Asks every server of the grant at once. One that is down, slow or says nonsense is left out and logged: it never
 * fails the whole, nor delays it beyond the budget.
 *
 * @param chosen which of them to ask; all when absent
 */
export async function fromEach<T>(
  reach: Reach,
  parts: Parts,
  ports: Ports,
  ask: (part: Session, caller: Caller) => Promise<T>,
  chosen: (slug: string) => boolean = () => true,
): Promise<FromOne<T>[]> {
  const asked = callers(reach).filter(({ access }) => chosen(access.server.config.slug));
  const one = async (caller: Caller): Promise<FromOne<T>> => {
    const part = await parts.part(caller);
    return { caller, part, answer: await ask(part, caller) };
  };
  const answers = await Promise.all(
    asked.map(async (caller): Promise<FromOne<T>[]> => {
      try {
        const work = one(caller);
        return [await withinBudget(work, listBudgetMs, () => parts.late())];
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        const { slug } = caller.access.server.config;
        ports.telemetry.warn('a server is left out of a list', { server: slug, code: error.code, why: error.message });
        return [];
      }
    }),
  );
  return answers.flat();
}
