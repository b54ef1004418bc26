import { isJsonObject, type JsonValue } from '../../protocol/index.ts';
import { schemaSamples } from '../witness/schema-samples.ts';
import type { Atom } from './atom.ts';
import { choicesOf } from './choices.ts';
import type { Diagram, Diagrams } from './decision-diagram.ts';
import { canBeTrue, candidatesOf, type SlotChoices } from './search.ts';
import type { ComparedSubject, Setting } from './setting.ts';

/** Atoms by the slot that they ask of. */
export interface AtomsBySlot {
  readonly own: ReadonlyMap<string, readonly Atom[]>;
  /** Atoms that ask of several slots at once. */
  readonly shared: readonly Atom[];
  /** All of them in the order in which a diagram asks: slot by slot, then those that are shared. */
  readonly order: readonly Atom[];
}

export function bySlot(atoms: readonly Atom[]): AtomsBySlot {
  // A condition on all arguments makes one slot of them.
  const merged = atoms.some((atom) => !isWholeSchema(atom) && atom.wishes.some(({ place }) => place.slot === 'args'));
  const own = new Map<string, Atom[]>();
  const shared: Atom[] = [];
  for (const atom of atoms) {
    const slots = slotsOf(atom, merged);
    const [slot] = slots;
    if (slot === undefined || slots.size > 1 || (isWholeSchema(atom) && !merged)) shared.push(atom);
    else own.set(slot, [...(own.get(slot) ?? []), atom]);
  }
  return { own, shared, order: [...[...own.values()].flat(), ...shared] };
}

function isWholeSchema({ key }: Atom): boolean {
  return key.startsWith('schema ');
}

function slotsOf({ wishes }: Atom, merged: boolean): Set<string> {
  return new Set(wishes.map(({ place: { slot } }) => (merged && slot.startsWith('args.') ? 'args' : slot)));
}

/** Most calls that are tried for one function where something asks of several slots at once. */
const mostTried = 5_000;
const mostFound = 200;

/** What may stand in the slots that two policies ask of. */
export class Prepared {
  readonly #slots: readonly SlotChoices[];
  readonly #shared: boolean;
  /** Whole argument objects to try. */
  readonly #samples: readonly JsonValue[];

  /**
   * @param twoZones whether the policies read the clock in different zones: their hours go together in ways that nobody
   *   tried
   * @param exact whether what is asked of the name itself has one answer for the whole class
   */
  constructor({ own, shared }: AtomsBySlot, subject: ComparedSubject, twoZones: boolean, exact: boolean) {
    const slots: SlotChoices[] = [];
    let first = 0;
    for (const [slot, atoms] of own) {
      slots.push({ ...choicesOf(slot, atoms, [], subject), slot, first });
      first += atoms.length;
    }
    const conditions = shared.filter((atom) => !isWholeSchema(atom));
    const further = new Set(conditions.flatMap((atom) => [...slotsOf(atom, false)]).filter((slot) => !own.has(slot)));
    for (const slot of further) slots.push({ ...choicesOf(slot, [], conditions, subject), slot, first });
    const doubtful = (slot: string): boolean => (twoZones && slot === 'time') || (!exact && slot === 'tool.name');
    this.#slots = slots.map((each) => (doubtful(each.slot) ? { ...each, complete: false } : each));
    this.#shared = shared.length > 0;
    const schemas = shared.filter(isWholeSchema).flatMap(({ wishes }) => wishes.map(({ operand }) => operand));
    this.#samples = schemas.flatMap((schema) => schemaSamples(schema)).filter(isJsonObject);
  }

  /** Whether a function of the atoms can be true for any call; "no" is certain. */
  canBe(wanted: Diagram, diagrams: Diagrams): boolean {
    return canBeTrue(wanted, diagrams, this.#slots);
  }

  /** Calls for which a function of the atoms is, or may be, true. */
  search(wanted: Diagram, diagrams: Diagrams): readonly Setting[] {
    const found = candidatesOf(wanted, diagrams, this.#slots, mostFound);
    if (!this.#shared) return found.map(({ setting }) => setting);
    const settings: Setting[] = [];
    for (const { setting, others } of found) {
      if (settings.length >= mostTried) break;
      const variants = others.flatMap(({ slot, values }) =>
        values.flatMap((value) => (value === undefined ? [] : [new Map([...setting, [slot, value]])])),
      );
      for (const base of [setting, ...variants])
        settings.push(base, ...this.#samples.flatMap((sample) => merged(base, sample)));
    }
    return settings;
  }
}

/** A setting with what else a sample of all arguments has, and the sample with what else the setting has. */
function merged(setting: Setting, sample: JsonValue): Setting[] {
  if (!isJsonObject(sample)) return [];
  const own = Object.entries(sample).map(([key, value]) => [`args.${key}`, value] as const);
  return [new Map([...own, ...setting]), new Map([...setting, ...own])];
}
