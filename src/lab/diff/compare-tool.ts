import type { Policy } from '../../policy/index.ts';
import type { Atom, Atoms } from './atom.ts';
import { type Diagram, Diagrams, TooLarge } from './decision-diagram.ts';
import { atomsIn } from './formula.ts';
import { minimised } from './minimise.ts';
import { bySlot, Prepared } from './prepare.ts';
import { namedIn, type Rules, rulesOf } from './rules-of.ts';
import type { ComparedSubject, Setting } from './setting.ts';
import { type PolicyVerdict, reachOf, type Terms, verdictOf } from './verdict.ts';

/** A call that the two policies judge differently. */
export interface CallChange {
  readonly kind: 'call';
  readonly from: PolicyVerdict;
  readonly to: PolicyVerdict;
  readonly setting: Setting;
}

/** What was found about the calls of one tool. */
export interface ToolComparison {
  readonly changes: readonly CallChange[];
  /** A call that both allow, where there is one: the example for limits that changed. */
  readonly allowed: () => Setting | undefined;
  /** Whether it is certain that nothing else became possible, and that nothing else stopped being so. */
  readonly proven: { readonly widening: boolean; readonly narrowing: boolean };
  /** Calls that both were asked about. */
  readonly searched: number;
}

/** Most examples that are shown of one way to change. */
const mostExamples = 3;

const steps = ['refuse', 'hold', 'allow'] as const;
type Reach = (typeof steps)[number];

/** The ways in which a judgement may change. */
const ways = steps.flatMap((from) => steps.filter((to) => to !== from).map((to) => [from, to] as const));

/**
 * Compares first as functions of what is asked, whatever the answers are, and then by what the answers can be.
 *
 * @param exact whether what is asked of the name itself has one answer for the whole class
 */
export function compareTool(
  old: Policy,
  now: Policy,
  subject: ComparedSubject,
  exact: boolean,
  atoms: Atoms,
): ToolComparison {
  const [before, after] = bothRules(old, now, subject.name, atoms);
  const atomsBySlot = bySlot([...new Set([...atomsOf(before), ...atomsOf(after)])]);
  const judged = { count: 0 };
  const twoZones = (old.document.timezone ?? 'UTC') !== (now.document.timezone ?? 'UTC');
  const verdicts = (setting: Setting): readonly [PolicyVerdict, PolicyVerdict] => {
    judged.count++;
    return [verdictOf(old, subject, setting), verdictOf(now, subject, setting)];
  };
  const changes: CallChange[] = [];
  const proven = { widening: true, narrowing: true };
  let allowed = (): Setting | undefined => undefined;
  try {
    const diagrams = new Diagrams(atomsBySlot.order);
    const reach = [before, after].map((rules) => reachesOf(rules, diagrams)) as [Reaches, Reaches];
    let prepared: Prepared | undefined;
    /** Calls to try; nothing where it is certain that there is none. */
    const search = (wanted: Diagram): readonly Setting[] | undefined => {
      if (wanted === diagrams.false) return undefined;
      prepared ??= new Prepared(atomsBySlot, subject, twoZones, exact);
      return prepared.canBe(wanted, diagrams) ? prepared.search(wanted, diagrams) : undefined;
    };
    for (const [from, to] of ways) {
      const settings = search(diagrams.and(reach[0][from], reach[1][to]));
      if (settings === undefined) continue;
      const shows = (setting: Setting): boolean => {
        const [a, b] = verdicts(setting);
        return reachOf(a) === from && reachOf(b) === to;
      };
      const found = examples(settings, shows, verdicts);
      changes.push(...found);
      if (found.length === 0) proven[isWider(from, to) ? 'widening' : 'narrowing'] = false;
    }
    const sameAsks = asksKey(before, diagrams) === asksKey(after, diagrams);
    const held = sameAsks ? undefined : search(diagrams.and(reach[0].hold, reach[1].hold));
    if (held !== undefined) {
      const shows = (setting: Setting): boolean => {
        const [a, b] = verdicts(setting);
        return a.terms !== null && b.terms !== null && JSON.stringify(a.terms) !== JSON.stringify(b.terms);
      };
      const found = examples(held, shows, verdicts);
      changes.push(...found);
      if (found.length === 0) proven.widening = proven.narrowing = false;
    }
    const bothAllow = diagrams.and(reach[0].allow, reach[1].allow);
    const passes = (setting: Setting): boolean => verdicts(setting).every(({ outcome }) => outcome === 'allow');
    allowed = () => search(bothAllow)?.find(passes);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    proven.widening = proven.narrowing = false;
  }
  return { changes, allowed, proven, searched: judged.count };
}

export function isWider(from: Reach, to: Reach): boolean {
  return steps.indexOf(to) > steps.indexOf(from);
}

/** Whether fewer or other people, or more time, now suffice. */
export function looserTerms(from: Terms, to: Terms): boolean {
  const groups =
    from.groups.length > 0 && (to.groups.length === 0 || to.groups.some((group) => !from.groups.includes(group)));
  return to.count < from.count || to.timeoutMs > from.timeoutMs || groups;
}

function bothRules(old: Policy, now: Policy, tool: string, atoms: Atoms): [Rules, Rules] {
  const schemas = [old, now].flatMap((policy) => policy.toolPlan(tool).arguments);
  const make = (names: readonly string[]): [Rules, Rules] => [
    rulesOf(old, tool, atoms, names),
    rulesOf(now, tool, atoms, names),
  ];
  const first = make([]);
  if (schemas.length === 0) return first;
  const places = first
    .flatMap((rules) => [...atomsOf(rules)])
    .flatMap(({ wishes }) => wishes.map(({ place }) => place.slot));
  const conditioned = places.flatMap((slot) => (slot.startsWith('args.') ? [slot.slice('args.'.length)] : []));
  const named = new Set([...conditioned, ...schemas.flatMap(namedIn)]);
  const unnamed = ['other', 'another', 'toolgate_other'].find((name) => !named.has(name)) ?? 'toolgate_another';
  return make([...named, unnamed]);
}

function atomsOf({ refuses, asks }: Rules): Set<Atom> {
  const found = atomsIn(refuses);
  for (const { when } of asks) atomsIn(when, found);
  return found;
}

type Reaches = { readonly [reach in Reach]: Diagram };

function reachesOf({ refuses, holds }: Rules, diagrams: Diagrams): Reaches {
  const [refused, held] = [diagrams.of(refuses), diagrams.of(holds)];
  const passes = diagrams.not(refused);
  return { refuse: refused, hold: diagrams.and(passes, held), allow: diagrams.and(passes, diagrams.not(held)) };
}

/** Who is asked when, as one text: equal texts ask the same. */
function asksKey({ asks }: Rules, diagrams: Diagrams): string {
  return [...new Set(asks.map(({ when, terms }) => `${diagrams.of(when).id} ${terms}`))].toSorted().join('\n');
}

function examples(
  settings: readonly Setting[],
  shows: (setting: Setting) => boolean,
  verdicts: (setting: Setting) => readonly [PolicyVerdict, PolicyVerdict],
): CallChange[] {
  const found = new Map<string, CallChange>();
  for (const candidate of settings) {
    if (found.size >= mostExamples) break;
    if (!shows(candidate)) continue;
    const rules = ([from, to]: readonly [PolicyVerdict, PolicyVerdict]): string => `${from.rule} ${to.rule}`;
    const key = rules(verdicts(candidate));
    if (found.has(key)) continue;
    const setting = minimised(candidate, (smaller) => shows(smaller) && rules(verdicts(smaller)) === key);
    const [from, to] = verdicts(setting);
    found.set(key, { kind: 'call', from, to, setting });
  }
  return [...found.values()];
}
