import type { ArgumentPath, Path } from '../model/index.ts';

/** What a condition is for: facts that only make a call worse may stand in a refusal alone. */
export type Purpose = 'permission' | 'refusal';

export interface ConditionProps {
  readonly path: Path;
  readonly purpose: Purpose;
  readonly offered: readonly ArgumentPath[];
  /** Inside of “each element”: paths may begin with `item`. */
  readonly item?: boolean;
  readonly onRemove: () => void;
}
