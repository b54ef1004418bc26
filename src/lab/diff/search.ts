import type { JsonValue } from '../../protocol/index.ts';
import type { Choices } from './choices.ts';
import type { Diagram, Diagrams } from './decision-diagram.ts';
import type { Setting } from './setting.ts';

/** A slot, with the levels of the diagram at which its atoms are asked. */
export interface SlotChoices extends Choices {
  readonly slot: string;
  readonly first: number;
}

export interface Candidate {
  readonly setting: Setting;
  /** For each slot, what else answers as the value that was taken. */
  readonly others: readonly { readonly slot: string; readonly values: readonly (JsonValue | undefined)[] }[];
}

/**
 * Settings for which a function of atoms is true, or, where it also asks atoms of several slots at once, may be. What
 * a slot answers is chosen among its classes, slot after slot; a remainder that was seen to lead nowhere is not entered
 * again, so that the search is as long as the diagram and not as the product of all classes.
 *
 * @param most how many are looked for
 */
export function candidatesOf(
  wanted: Diagram,
  diagrams: Diagrams,
  slots: readonly SlotChoices[],
  most: number,
): Candidate[] {
  const found: Candidate[] = [];
  const dead = new Set<string>();
  const walk = (index: number, at: Diagram, chosen: Candidate): boolean => {
    if (at === diagrams.false || found.length >= most) return false;
    const slot = slots[index];
    if (slot === undefined) {
      found.push(chosen);
      return true;
    }
    const key = `${index} ${at.id}`;
    if (dead.has(key)) return false;
    let any = false;
    const end = slot.first + (slot.choices[0]?.answers.length ?? 0);
    for (const { answers, values } of slot.choices) {
      let next = at;
      while (next.level < end) next = answers[next.level - slot.first] === true ? next.yes : next.no;
      const [value] = values;
      const setting = value === undefined ? chosen.setting : new Map([...chosen.setting, [slot.slot, value]]);
      const others =
        values.length < 2 ? chosen.others : [...chosen.others, { slot: slot.slot, values: values.slice(1) }];
      if (walk(index + 1, next, { setting, others })) any = true;
      if (found.length >= most) return true;
    }
    if (!any) dead.add(key);
    return any;
  };
  walk(0, wanted, { setting: new Map(), others: [] });
  return found;
}

/**
 * Whether a function of atoms can be true at all, as far as what the complete slots can answer decides it; atoms of the
 * others may answer anything, and together. "No" is certain.
 */
export function canBeTrue(wanted: Diagram, diagrams: Diagrams, slots: readonly SlotChoices[]): boolean {
  const impossible = new Set<string>();
  const walk = (index: number, at: Diagram): boolean => {
    if (at === diagrams.false) return false;
    const slot = slots[index];
    const key = `${index} ${at.id}`;
    if (impossible.has(key)) return false;
    if (walkSlot(slot, index, at)) return true;
    impossible.add(key);
    return false;
  };
  const walkSlot = (slot: SlotChoices | undefined, index: number, at: Diagram): boolean => {
    // Beyond the slots stand atoms of several slots at once: anything that is not false may be true.
    if (slot === undefined) return true;
    const end = slot.first + (slot.choices[0]?.answers.length ?? 0);
    if (at.level >= end) return walk(index + 1, at);
    if (!slot.complete) return walk(index, at.yes) || walk(index, at.no);
    return slot.choices.some(({ answers }) => {
      let next = at;
      while (next.level < end) next = answers[next.level - slot.first] === true ? next.yes : next.no;
      return walk(index + 1, next);
    });
  };
  return walk(0, wanted);
}
