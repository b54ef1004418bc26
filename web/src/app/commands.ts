import type { IconName } from '../ui/index.ts';

/** Somewhere to go, or something to do, by its name. */
export interface Command {
  readonly name: string;
  /** What else one might type for it. */
  readonly words?: string;
  readonly hint?: string;
  readonly icon: IconName;
  readonly run: () => void;
}

/**
 * The commands that a typed text means, best first: every letter in order, better where words begin and where letters
 * stand together.
 */
export function ranked(commands: readonly Command[], typed: string): readonly Command[] {
  const wanted = typed.toLowerCase().replaceAll(/\s+/g, '');
  if (wanted === '') return commands;
  return commands
    .map((command) => ({ command, score: score(`${command.name} ${command.words ?? ''}`.toLowerCase(), wanted) }))
    .filter(({ score: found }) => found > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ command }) => command);
}

function score(text: string, wanted: string): number {
  let at = 0;
  let total = 1;
  let before = -2;
  for (const letter of wanted) {
    const found = text.indexOf(letter, at);
    if (found === -1) return 0;
    if (found === before + 1) total += 3;
    if (found === 0 || text[found - 1] === ' ') total += 4;
    before = found;
    at = found + 1;
  }
  return total - text.length / 100;
}
