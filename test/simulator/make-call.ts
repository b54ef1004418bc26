import type { Clearance } from '../../src/approvals/index.ts';
import { askingOf } from '../contract/approvals/calls.ts';
import { budgetOf } from './counter-server.ts';
import type { SimulatedGateway } from './simulated-gateway.ts';
import type { Surroundings } from './surroundings.ts';

const windowMs = 6_000;
const most = 12;

/** A call on its way through a gateway, in the order of the pipeline: judge, approve, take, forward. */
export async function makeCall(call: string, gateway: SimulatedGateway, world: Surroundings): Promise<void> {
  const { time, random, history, bug, database, network } = world;
  const key = random.of(['one', 'other']);
  const cost = random.whole(1, 2);
  const asked = random.chance(0.3) ? askingOf({ args: { which: random.whole(1, 3) } }) : undefined;
  const patient = random.whole(1, 4);
  const sends = random.chance(0.6);
  const demand = { budgets: [budgetOf(key, windowMs, most, cost)], slots: [] };
  const store = <T>(run: () => T): Promise<T> => network.ask(gateway.process, database.process, run);
  try {
    let clearance: Clearance | undefined;
    for (let round = 0; asked !== undefined && clearance === undefined; round += 1) {
      if (gateway.policy() === undefined || round === patient) return;
      const answer = await store(() => gateway.approvals.ask(asked));
      if (answer.kind === 'cleared') clearance = answer.clearance;
      else if (answer.kind === 'pending') await time.wait(random.whole(100, 800));
      else return;
    }
    // Judged again after it has waited, as the pipeline does.
    const policy = gateway.policy();
    const judgedAt = time.now;
    if (policy === undefined) return;
    if (clearance !== undefined && asked !== undefined) {
      const { approval, entries } = clearance;
      const { request } = asked;
      const use = (): Promise<boolean> => gateway.approvals.consume(clearance, request.call, entries, call);
      if (bug === 'an approval is looked at and used in two steps') {
        if (!(await store(() => database.book.approvals.get(approval)?.state.kind === 'approved'))) return;
        await store(use);
      } else if (!(await store(use))) return;
      history.tell(gateway.name, { kind: 'used', approval, call });
    }
    const undo = (): void => {
      if (clearance === undefined) return;
      const { approval } = clearance;
      history.tell(gateway.name, { kind: 'given back', approval, call });
      store(() => gateway.approvals.restore(clearance, call)).catch(() => undefined);
    };
    const counted = await gateway.counting.take(demand).catch((error: unknown) => {
      undo();
      throw error;
    });
    if (counted === undefined) return undo();
    if (!sends) {
      gateway.counting.giveBack(counted);
      return undo();
    }
    history.tell(gateway.name, { kind: 'counted', key, windowMs, max: most, at: counted.at, cost });
    history.tell(gateway.name, { kind: 'forwarded', call, policy, judgedAt });
  } catch {
    // Refused: something could not be reached.
  }
}
