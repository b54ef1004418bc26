import type { Policy } from '../../policy/index.ts';
import { inTimeOrder } from '../calls/in-time-order.ts';
import type { NotJudged, RecordedCall } from '../calls/recorded-call.ts';
import { type ReplayReport, Tally } from './report.ts';
import { type Replayed, Simulation } from './simulation.ts';

export interface ReplayOptions {
  /** Calls before this moment (ms since the epoch) only fill the budgets; they are not in the report. */
  readonly since?: number | undefined;
  /** Told of each call in the report, in the order of time. */
  readonly each?: ((recorded: RecordedCall, replayed: Replayed) => void) | undefined;
}

/**
 * Recorded calls judged again under a candidate: how many would end as they did, how many otherwise and how, and how
 * many cannot be decided because something that the judgement needs was not kept. The third never counts as the first.
 *
 * @param calls in any order that is not wildly out of time
 */
export async function replay(
  candidate: Policy,
  calls: AsyncIterable<RecordedCall | NotJudged>,
  { since = Number.NEGATIVE_INFINITY, each }: ReplayOptions = {},
): Promise<ReplayReport> {
  const tally = new Tally();
  const simulation = new Simulation(candidate);
  for await (const recorded of inTimeOrder(judged(calls, tally, since))) {
    const replayed = simulation.next(recorded);
    if (recorded.context.now < since) continue;
    tally.add(recorded, replayed);
    each?.(recorded, replayed);
  }
  return tally.report();
}

async function* judged(
  calls: AsyncIterable<RecordedCall | NotJudged>,
  tally: Tally,
  since: number,
): AsyncGenerator<RecordedCall> {
  for await (const recorded of calls) {
    if (recorded.kind === 'call') yield recorded;
    else if (recorded.context === undefined || recorded.context.now >= since) tally.notJudged(recorded.why);
  }
}

/** The longest window of a policy, in ms: how far back calls still count. 0 where nothing is counted. */
export function longestWindow({ document }: Policy): number {
  const { tools, resources, prompts, allTools } = document;
  const rules = [...tools, ...resources, ...prompts].map(([, entry]) => entry);
  const limits = [...rules.flatMap((entry) => entry.limits), ...(allTools?.limits ?? [])];
  return Math.max(0, ...limits.map(({ window }) => Math.ceil((window.ms * 61) / 60)));
}
