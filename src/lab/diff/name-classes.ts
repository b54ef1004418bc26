import { GlobStates } from './glob-states.ts';

/** Names that no pattern tells apart, and one of them. */
export interface NameClass {
  readonly name: string;
  /** Whether it is this one name. */
  readonly single: boolean;
  /** The globs that stand for the names of the class; none for the names that no pattern speaks of. */
  readonly globs: readonly string[];
}

export interface NameClasses {
  readonly classes: readonly NameClass[];
  /** Whether every class was found. */
  readonly complete: boolean;
}

/** What names may be: their grammar, letter by letter, and whole. */
export interface Grammar {
  /** Letters beside those of the patterns, one of which stands for all that no pattern holds. */
  readonly letters: readonly string[];
  readonly start: string;
  /** The state after a letter; `undefined` where no name begins so. */
  next(state: string, letter: string): string | undefined;
  /** Whether a name that ended in `state` is one. */
  isName(name: string, state: string): boolean;
  /** Whether another name that ended in the same state may be one although this one is none. */
  mayFollow(name: string, state: string): boolean;
}

/** Most combinations of places in all patterns that are looked at. */
const mostStates = 30_000;
/** Longer lists of exact names are not walked with the globs; what is then not found is said not to be. */
const mostWalked = 3_000;

/**
 * Every class of names that a set of patterns can tell apart, each with its shortest name: exact names are classes of
 * their own, and globs are run side by side, letter by letter, until no new combination of them is reached.
 */
export function nameClasses(patterns: readonly string[], grammar: Grammar): NameClasses {
  const exact = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const globs = [...new Set(patterns.filter((pattern) => pattern.includes('*')))];
  const machines = globs.map((glob) => new GlobStates(glob));
  const matching = (states: readonly number[]): string[] =>
    globs.filter((_, index) => machines[index]?.accepts(states[index] ?? 0));
  const run = (name: string): string[] => {
    const end = name.split('').reduce(
      (states, letter) => machines.map((machine, index) => machine.move(states[index] ?? 0, letter)),
      machines.map(() => 0),
    );
    return matching(end);
  };
  const classes: NameClass[] = [...exact].map((name) => ({ name, single: true, globs: run(name) }));
  const found = new Map<string, NameClass>();
  const tree = exact.size <= mostWalked ? treeOf(exact) : undefined;
  const letters = [
    ...new Set([
      ...grammar.letters,
      ...globs.join('').replaceAll('*', '').split(''),
      ...(tree === undefined ? [] : [...exact].join('').split('')),
    ]),
  ];
  let queue: Walk[] = [{ name: '', states: machines.map(() => 0), place: tree, grammar: grammar.start }];
  const seen = new Set<string>();
  /** Classes of which only a name was met that is none: another one of theirs may be. */
  const refused = new Set<string>();
  let complete = tree !== undefined;
  while (queue.length > 0) {
    const next: Walk[] = [];
    for (const walk of queue) {
      const globsHere = matching(walk.states);
      const key = globsHere.join(' ');
      if (!found.has(key) && !exact.has(walk.name)) {
        if (grammar.isName(walk.name, walk.grammar))
          found.set(key, { name: walk.name, single: false, globs: globsHere });
        else if (grammar.mayFollow(walk.name, walk.grammar)) refused.add(key);
      }
      for (const letter of letters) {
        const state = grammar.next(walk.grammar, letter);
        if (state === undefined) continue;
        const states = machines.map((machine, index) => machine.move(walk.states[index] ?? 0, letter));
        const place = walk.place?.next.get(letter);
        const at = `${state} ${states.join(' ')} ${place?.number ?? ''}`;
        if (seen.has(at)) continue;
        if (seen.size >= mostStates) {
          complete = false;
          continue;
        }
        seen.add(at);
        next.push({ name: walk.name + letter, states, place, grammar: state });
      }
    }
    queue = next;
  }
  complete &&= [...refused].every((key) => found.has(key));
  const nicer = [...found.values()].map((one) =>
    prettier(
      one,
      (name) => !exact.has(name) && grammarAccepts(grammar, name) && run(name).join(' ') === one.globs.join(' '),
    ),
  );
  return { classes: [...classes, ...nicer], complete };
}

interface Walk {
  readonly name: string;
  readonly states: readonly number[];
  readonly place: Tree | undefined;
  readonly grammar: string;
}

/** A name that a reader takes for one: `read_x` rather than `read_`. */
function prettier(one: NameClass, isOfClass: (name: string) => boolean): NameClass {
  const wishes = [
    ...one.globs.toSorted((a, b) => b.length - a.length).map((glob) => glob.replace(/\*+/g, 'x')),
    'other',
    'other_tool',
    'x:other',
    `${one.name}x`,
  ];
  return { ...one, name: wishes.find(isOfClass) ?? one.name };
}

function grammarAccepts(grammar: Grammar, name: string): boolean {
  let state: string | undefined = grammar.start;
  for (const letter of name.split('')) state = state === undefined ? undefined : grammar.next(state, letter);
  return state !== undefined && grammar.isName(name, state);
}

/** Exact names, letter by letter; places are numbered so that a walk can say where it is. */
interface Tree {
  readonly number: number;
  readonly next: Map<string, Tree>;
}

function treeOf(names: ReadonlySet<string>): Tree {
  let last = 0;
  const root: Tree = { number: 0, next: new Map() };
  for (const name of names) {
    let at = root;
    for (const letter of name.split('')) {
      const next = at.next.get(letter) ?? { number: ++last, next: new Map() };
      at.next.set(letter, next);
      at = next;
    }
  }
  return root;
}
