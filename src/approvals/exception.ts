/** How much more than one call an approver agrees to. At least one of the two bounds is set. */
export interface Lasting {
  /** From the decision on. */
  readonly minutes?: number | undefined;
  /** Calls, the one that was asked for among them. */
  readonly uses?: number | undefined;
  /** `same`: with exactly these arguments; `any`: whatever the arguments are. */
  readonly arguments: 'same' | 'any';
}

/** Without minutes an exception ends after so long: it is an exception, not a policy. */
export const longestExceptionMs = 24 * 60 * 60_000;

/** A time-boxed exception: calls of one grant that need not ask. Listed, revocable. Times in ms since the epoch. */
export interface Exception {
  readonly id: string;
  /** The approval that it came with. */
  readonly approval: string;
  /** By which calls find it (`exceptionDigests`). */
  readonly match: string;
  readonly arguments: 'same' | 'any';
  readonly scope: string;
  readonly organization: string;
  readonly grant: string;
  readonly grantLabel: string;
  readonly server: string;
  readonly subject: string;
  readonly policy: string;
  readonly rules: readonly string[];
  /** Digests of the policy entries whose asking it answers. */
  readonly entries: readonly string[];
  readonly by: readonly string[];
  readonly createdAt: number;
  readonly expiresAt: number;
  /** `undefined`: as often as one likes until it expires. */
  readonly uses: number | undefined;
  readonly used: number;
  readonly revokedAt: number | undefined;
}

/** Whether a call may still go by it. */
export function isOpen({ revokedAt, expiresAt, uses, used }: Exception, now: number): boolean {
  return revokedAt === undefined && now < expiresAt && (uses === undefined || used < uses);
}

/**
 * What several approvers agree to together: the least of each, and nothing lasting if one of them agreed to one call
 * only.
 */
export function together(votes: readonly { readonly lasting?: Lasting | undefined }[]): Lasting | undefined {
  const all = votes.flatMap(({ lasting }) => lasting ?? []);
  if (all.length === 0 || all.length < votes.length) return undefined;
  const least = (of: (number | undefined)[]): number | undefined => {
    const said = of.filter((one) => one !== undefined);
    return said.length === 0 ? undefined : Math.min(...said);
  };
  return {
    minutes: least(all.map(({ minutes }) => minutes)),
    uses: least(all.map(({ uses }) => uses)),
    arguments: all.every((one) => one.arguments === 'any') ? 'any' : 'same',
  };
}
