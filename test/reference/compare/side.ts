import { contextOf, type Step } from '../generate/call.ts';
import type { Witness } from '../judge/condition.ts';
import { decide } from '../judge/decide.ts';
import type { PolicyDocument } from '../judge/document.ts';
import { exactLog } from '../judge/exact-log.ts';
import { judge, type Verdict } from '../judge/judge.ts';

/** Whatever answers a call: the reference, a mutant of it, or the product. Verdicts have one shape, so they compare. */
export interface Side {
  readonly name: string;
  /** Reads a document, or says in a sentence why it will not. */
  open(document: PolicyDocument): ((step: Step, witness: Witness) => Verdict) | { readonly refused: string };
  readonly decide: typeof decide;
  readonly exactLog: typeof exactLog;
}

export const reference: Side = {
  name: 'reference',
  open: (document) => (step, witness) => judge(document, step.call, contextOf(step), witness),
  decide,
  exactLog,
};
