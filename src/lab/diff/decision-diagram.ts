import { assertNever } from '../../kernel/index.ts';
import type { Atom } from './atom.ts';
import type { Formula } from './formula.ts';

/** A node of a reduced, ordered diagram: equal functions are the same node. */
export interface Diagram {
  readonly id: number;
  /** Index of the atom that is asked here; beyond every atom at the two ends. */
  readonly level: number;
  readonly yes: Diagram;
  readonly no: Diagram;
}

/** Thrown where a diagram grows beyond what is worth the time; nothing is proven then. */
export class TooLarge extends Error {}

const mostNodes = 200_000;
/** Walks go one level deeper for each atom. */
const mostAtoms = 2_000;

/**
 * Boolean functions of atoms as binary decision diagrams: two rules are the same function exactly when they are the
 * same node, whatever the atoms answer.
 */
export class Diagrams {
  readonly false: Diagram;
  readonly true: Diagram;
  readonly #levels: ReadonlyMap<Atom, number>;
  readonly #nodes = new Map<string, Diagram>();
  readonly #results = new Map<string, Diagram>();

  /**
   * @param atoms in the order in which they are asked
   * @throws TooLarge
   */
  constructor(atoms: readonly Atom[]) {
    if (atoms.length > mostAtoms) throw new TooLarge();
    this.#levels = new Map(atoms.map((atom, index) => [atom, index]));
    this.false = end(0, atoms.length);
    this.true = end(1, atoms.length);
  }

  of(formula: Formula): Diagram {
    switch (formula.kind) {
      case 'constant':
        return formula.value ? this.true : this.false;
      case 'atom': {
        const [yes, no] = formula.wanted ? [this.true, this.false] : [this.false, this.true];
        return this.#node(this.#levels.get(formula.atom) ?? 0, yes, no);
      }
      case 'all':
        return formula.of.map((part) => this.of(part)).reduce((a, b) => this.and(a, b), this.true);
      case 'any':
        return this.not(formula.of.map((part) => this.not(this.of(part))).reduce((a, b) => this.and(a, b), this.true));
      default:
        return assertNever(formula);
    }
  }

  not(a: Diagram): Diagram {
    if (a === this.true) return this.false;
    if (a === this.false) return this.true;
    return this.#once(`${a.id}`, () => this.#node(a.level, this.not(a.yes), this.not(a.no)));
  }

  and(a: Diagram, b: Diagram): Diagram {
    if (a === b || b === this.true) return a;
    if (a === this.true) return b;
    if (a === this.false || b === this.false) return this.false;
    if (a.id > b.id) return this.and(b, a);
    return this.#once(`${a.id}&${b.id}`, () => {
      const level = Math.min(a.level, b.level);
      const [aYes, aNo] = a.level === level ? [a.yes, a.no] : [a, a];
      const [bYes, bNo] = b.level === level ? [b.yes, b.no] : [b, b];
      return this.#node(level, this.and(aYes, bYes), this.and(aNo, bNo));
    });
  }

  #once(key: string, make: () => Diagram): Diagram {
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#results.set(key, made);
    return made;
  }

  #node(level: number, yes: Diagram, no: Diagram): Diagram {
    if (yes === no) return yes;
    const key = `${level} ${yes.id} ${no.id}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    if (this.#nodes.size >= mostNodes) throw new TooLarge();
    const node = { id: this.#nodes.size + 2, level, yes, no };
    this.#nodes.set(key, node);
    return node;
  }
}

/** An end leads to itself, so that a walk needs no look at where it is. */
function end(id: number, level: number): Diagram {
  const node = { id, level } as { id: number; level: number; yes: Diagram; no: Diagram };
  node.yes = node;
  node.no = node;
  return node;
}
