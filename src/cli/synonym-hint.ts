/** What nouns call the same thing by, each with the words that people bring along from elsewhere. */
const meanings: readonly (readonly string[])[] = [
  ['add', 'create', 'invite', 'set', 'apply', 'new', 'make'],
  ['remove', 'revoke', 'unset', 'delete', 'del', 'rm', 'destroy', 'drop'],
  ['list', 'ls'],
  ['show', 'get', 'describe', 'view', 'inspect'],
  ['update', 'set', 'apply', 'edit', 'modify', 'change'],
];

/**
 * A word that a noun does not have, though what it means is known: the command that does it, and never one that is only
 * spelled alike (`create` is not far from `update`).
 *
 * @param names the commands that there are
 * @returns a sentence, also where no command does it; `undefined` for a word that means nothing here
 */
export function synonymHint(word: string, names: readonly string[]): string | undefined {
  const meant = meanings.filter((words) => words.includes(word)).flat();
  if (meant.length === 0) return undefined;
  const found = names.filter((name) => meant.includes(name)).map((name) => `\`${name}\``);
  const does = found.length === 0 ? ', nor another command that does it' : `; it is ${found.join(' or ')}`;
  return `there is no \`${word}\` here${does}`;
}
