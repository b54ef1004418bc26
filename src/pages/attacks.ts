/** An attack pattern in a list. */
export interface AttackLine {
  readonly slug: string;
  readonly title: string;
  readonly sentence: string;
  readonly verdict: string;
}
