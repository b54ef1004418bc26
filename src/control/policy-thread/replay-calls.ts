import type { CallRecord } from '../../audit/index.ts';
import { readCaptured } from '../../captures/index.ts';
import { effectOf, fromRecord, isSame, type KeptFacts, type RecordedCall, replay, suggest } from '../../lab/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { KeptCall, PolicyJobs, PolicyText, ReplayAnswer, ReplayedCall, SuggestAnswer } from './jobs.ts';

/** Calls on record, with what was captured of them, judged again under another policy. */
export async function replayCalls(
  { policy, calls, since, list }: Parameters<PolicyJobs['replay']>[0],
  read: (policy: PolicyText) => Policy,
): Promise<ReplayAnswer> {
  const told: ReplayedCall[] = [];
  const report = await replay(read(policy), recorded(calls), {
    since,
    each: ({ call, context, source, was }, replayed) => {
      if (replayed.kind === 'decided' && isSame(was, replayed.verdict)) return;
      const now = replayed.kind === 'decided' ? replayed.verdict : null;
      told.push({
        requestId: source,
        time: context.now,
        grant: context.grant.label,
        server: context.server,
        subject: call.kind === 'resource' ? call.uri : call.name,
        was,
        now,
        effect: now === null ? null : effectOf(was, now),
        needs: replayed.kind === 'undecided' ? replayed.needs : null,
      });
      // The newest are the ones to look at: of many more than are told, the oldest are let go of.
      if (told.length > 2 * list) told.splice(0, told.length - list);
    },
  });
  return { report, calls: list === 0 ? [] : told.slice(-list).toReversed() };
}

/** The smallest policy that covers the calls which went through. */
export async function suggestPolicy({
  calls,
  strictness,
}: Parameters<PolicyJobs['suggest']>[0]): Promise<SuggestAnswer | undefined> {
  const made: RecordedCall[] = [];
  for await (const one of recorded(calls)) if (one.kind === 'call') made.push(one);
  const suggestion = suggest(made, strictness);
  if (suggestion === undefined) return undefined;
  const { document, calls: count, leftOut, wider } = suggestion;
  return { document: `${JSON.stringify(document, null, 2)}\n`, calls: count, leftOut, wider: [...wider] };
}

async function* recorded(calls: readonly KeptCall[]): AsyncGenerator<ReturnType<typeof fromRecord>> {
  for (const { record, captured } of calls) {
    yield fromRecord(JSON.parse(record) as CallRecord, captured === undefined ? undefined : keptOf(captured));
  }
}

/** Sealed by this installation and opened with its key: it says what the gateway once wrote. */
function keptOf(text: string): KeptFacts {
  const { arguments: args, values, facts, tags, user } = readCaptured(text);
  return {
    arguments: args as KeptFacts['arguments'],
    values: values as KeptFacts['values'],
    facts: facts as KeptFacts['facts'],
    tags: new Map(Object.entries(tags)),
    user: user && { groups: user.groups, ...(user.email === null ? {} : { email: user.email }) },
  };
}
