import type { RecordedCall } from './recorded-call.ts';

/** Calls that wait for an earlier one. Records stand in the order in which calls ended, not in that of their arrival. */
const most = 20_000;

/** Calls in the order of their time, unless one comes more than twenty thousand calls late. */
export async function* inTimeOrder(calls: AsyncIterable<RecordedCall>): AsyncGenerator<RecordedCall> {
  let waiting: RecordedCall[] = [];
  for await (const call of calls) {
    waiting.push(call);
    if (waiting.length < 2 * most) continue;
    waiting.sort(byTime);
    yield* waiting.slice(0, most);
    waiting = waiting.slice(most);
  }
  yield* waiting.sort(byTime);
}

function byTime(a: RecordedCall, b: RecordedCall): number {
  return a.context.now - b.context.now;
}
