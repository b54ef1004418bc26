import { type Case, caseOf, stepsOfCase } from '../generate/case.ts';
import { answersOf } from './answer.ts';
import { compareAnswers, describe, disagreement } from './disagreement.ts';
import { type Histogram, histogram } from './histogram.ts';
import { shrink } from './shrink.ts';
import { reference, type Side } from './side.ts';

export interface Campaign {
  readonly pairs: number;
  /** Share of the calls that were allowed: `allow`, nothing else. */
  readonly allowed: number;
  readonly outcomes: ReadonlyMap<string, number>;
  readonly histogram: Histogram;
  /** The first disagreements, each as small as it could be made, with the seed that replays it. */
  readonly disagreements: readonly string[];
}

/**
 * Compares the reference with another side on the cases of consecutive seeds.
 *
 * @param most stops after so many disagreements; each is of another pair of outcomes or codes
 * @param seen counts on in this one
 */
export function campaign(other: Side, seed: number, pairs: number, most = 1, seen = histogram()): Campaign {
  const outcomes = new Map<string, number>();
  const found = new Map<string, string>();
  let done = 0;
  for (let at = seed; done < pairs && found.size < most; at += 1) {
    const one = caseOf(at);
    const answers = answersOf(reference, one, seen.witness);
    done += stepsOfCase;
    for (const { outcome, code } of answers) {
      const key = code === undefined ? outcome : `${outcome} ${code}`;
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
    }
    const parted = compareAnswers(answers, answersOf(other, one));
    if (parted === undefined) continue;
    const kind = [parted.left, parted.right].map((answer) => `${answer?.outcome} ${answer?.code}`).join(' / ');
    if (!found.has(kind)) found.set(kind, `seed ${at}\n${explain(one, other)}`);
  }
  const allowed = (outcomes.get('allow') ?? 0) / done;
  return { pairs: done, allowed, outcomes, histogram: seen, disagreements: [...found.values()] };
}

function explain(one: Case, other: Side): string {
  const refused = refusalOf(other, one);
  const stays = (smaller: Case): boolean =>
    refusalOf(other, smaller) === refused &&
    refusalOf(reference, smaller) === undefined &&
    disagreement(smaller, reference, other) !== undefined;
  const small = refusalOf(reference, one) === undefined ? shrink(one, stays) : one;
  const parted = disagreement(small, reference, other);
  return parted ? describe(small, parted, [reference.name, other.name]) : 'not to be seen twice';
}

/** Why a side answers nothing at all, without the places: a smaller form of a case is refused for the same reason or not at all. */
function refusalOf(side: Side, one: Case): string | undefined {
  const silent = answersOf(side, one).find(({ outcome }) => outcome === 'thrown' || outcome === 'document refused');
  return silent?.reason?.replaceAll(/\/\S+/g, '');
}
