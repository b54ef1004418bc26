import { type Call, type CallContext, judge, readPolicy, unclassified } from '../../../src/policy/index.ts';
import type { JsonObject } from '../../../src/protocol/index.ts';
import type { PolicyDocument } from '../judge/document.ts';
import { judge as reference } from '../judge/judge.ts';
import { policies } from './policies.ts';
import { values } from './rules.ts';

const context: CallContext = {
  grant: { id: 'g', label: 'g', tags: new Map() },
  server: 's',
  organization: 'o',
  now: 0,
};
const calls = [{}, ...values.map((x): JsonObject => ({ x }))].map(
  (given): Call => ({ kind: 'tool', name: 't', arguments: given, facts: unclassified }),
);

/** What both judges say in one form: verdict, code, rule and reason, or who asks and why. */
interface Said {
  readonly verdict: string;
  readonly code?: string;
  readonly rule?: string | undefined;
  readonly reason?: string | undefined;
  readonly approval?: { readonly rules: readonly string[]; readonly reasons: readonly string[] } | undefined;
}

function told({ verdict, code, rule, reason, approval }: Said): string {
  if (verdict === 'refuse') return `${code} ${rule} ${reason ?? ''}`;
  return approval === undefined ? 'pass' : `ask ${approval.rules.join()} ${approval.reasons.join()}`;
}

export interface SmallScope {
  readonly policies: number;
  readonly judgements: number;
  /** How often each outcome was reached. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** The first disagreements, with everything needed to see them again. */
  readonly disagreements: readonly string[];
}

/** Judges every call of the scope under every policy of the scope, with the product and with the reference. */
export function smallScope(every: number): SmallScope {
  const outcomes = new Map<string, number>();
  const disagreements: string[] = [];
  let count = 0;
  for (const document of policies(every)) {
    count++;
    for (const [call, [ours, theirs]] of verdicts(document)) {
      const outcome = theirs.split(' ', 1).join();
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (ours !== theirs && disagreements.length < 5) {
        disagreements.push(`${JSON.stringify(document)}\n${JSON.stringify(call)}\n${ours}\nreference: ${theirs}`);
      }
    }
  }
  return { policies: count, judgements: count * calls.length, outcomes, disagreements };
}

function verdicts(document: PolicyDocument): (readonly [Call, readonly [ours: string, theirs: string]])[] {
  const read = readPolicy(JSON.stringify(document), 'json');
  return calls.map((call) => {
    const ours = read.ok ? told(judge(read.policy, call, context)) : `refused: ${read.errors[0]?.message}`;
    return [call, [ours, told(reference(document, call, context, () => {}))]];
  });
}
