import { judge, readPolicy } from '../../../src/policy/index.ts';
import { contextOf } from '../generate/call.ts';
import type { Verdict } from '../judge/judge.ts';
import { reference, type Side } from './side.ts';

/** The product: its reader, its compiler and its judge. Counting is left to the reference's exact log. */
export const production: Side = {
  ...reference,
  name: 'production',
  open(document) {
    const read = readPolicy(JSON.stringify(document), 'json', { name: 'compared' });
    if (!read.ok) return { refused: read.errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ') };
    return (step) => verdictOf(judge(read.policy, step.call, contextOf(step)));
  },
};

function verdictOf(judgement: ReturnType<typeof judge>): Verdict {
  // The product says with an empty pointer that no rule decided.
  if (judgement.verdict === 'refuse') return { ...judgement, rule: judgement.rule === '' ? undefined : judgement.rule };
  const { verdict, demand, approval } = judgement;
  if (approval === undefined) return { verdict, demand, approval };
  const { rule, rules, reasons, timeoutMs, approvers } = approval;
  return { verdict, demand, approval: { rule, rules, reasons, timeoutMs, count: approvers.count } };
}
