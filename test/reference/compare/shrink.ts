import type { Case } from '../generate/case.ts';

/**
 * Takes away whatever can be taken away, one member or element at a time, as long as the disagreement stays.
 *
 * @param stays whether a smaller case still shows it; a document that became invalid does not
 */
export function shrink(one: Case, stays: (smaller: Case) => boolean): Case {
  let smallest = one;
  for (let found = true; found; ) {
    found = false;
    for (const smaller of smallerThan(smallest)) {
      const candidate = smaller as Case;
      if (isWhole(candidate) && stays(candidate)) {
        smallest = candidate;
        found = true;
        break;
      }
    }
  }
  return smallest;
}

/** What every call must have stays: only documents and arguments are taken apart, and whole calls left out. */
function isWhole({ document, steps }: Case): boolean {
  if (document?.version !== '1' || document.default === undefined || !Array.isArray(steps)) return false;
  if (document.approval?.timeout === undefined) return false;
  return steps.every((step) => {
    const { call, who } = step;
    const isCall = call?.kind === 'tool' ? call.name && call.arguments && call.facts?.category : call?.kind;
    const facts = call?.kind === 'tool' ? call.facts?.severity && call.facts.annotations : true;
    return isCall && facts && who?.grant && who.tags && who.server && step.now && step.inFlight !== undefined;
  });
}

function* smallerThan(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    const elements: readonly unknown[] = value;
    for (const [i] of elements.entries()) yield elements.toSpliced(i, 1);
    for (const [i, element] of elements.entries()) {
      for (const smaller of smallerThan(element)) yield elements.with(i, smaller);
    }
  } else if (typeof value === 'object' && value !== null) {
    const members: readonly [string, unknown][] = Object.entries(value);
    for (const [key] of members) yield Object.fromEntries(members.filter(([other]) => other !== key));
    for (const [key, member] of members) {
      for (const smaller of smallerThan(member)) yield { ...value, [key]: smaller };
    }
  }
}
