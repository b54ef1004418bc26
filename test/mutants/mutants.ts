import { accountMutants } from './accounts.table.ts';
import { countingMutants } from './counting.table.ts';
import { httpMutants } from './http.table.ts';
import { messageMutants } from './messages.table.ts';
import type { Mutant } from './mutant.ts';
import { policyMutants } from './policies.table.ts';

/** All planted bugs, by the classes of attack that they open. */
export const mutants: readonly Mutant[] = [
  ...messageMutants,
  ...policyMutants,
  ...countingMutants,
  ...httpMutants,
  ...accountMutants,
];
