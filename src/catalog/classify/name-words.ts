import { isKnownNoun } from './domains.ts';
import { isPlainVerb, verbOf } from './word-forms.ts';

/**
 * The words of a name in any casing: `deleteUser`, `DELETE_USER`, `delete-user`, `admin.user.delete`, `deleteuser`.
 *
 * @param name what `visibleText` made of the name
 * @returns lower-case words, in order
 */
export function nameWords(name: string): string[] {
  const words: string[] = [];
  for (const part of name.split(/[^\p{L}\p{N}]+/u)) {
    if (part === '') continue;
    const spaced = part
      .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
      .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
      .replace(/(\p{L})(\p{N}{3,})/gu, '$1 $2');
    for (const piece of spaced.split(' ')) words.push(...unglued(piece.toLowerCase()));
  }
  return words;
}

const gluedVerbs =
  /^(get|list|search|find|fetch|read|create|add|update|delete|remove|send|set|make|write|edit|modify|execute|run|upload|download|publish|reply|post|transfer|withdraw|deposit|purchase|cancel|start|stop|restart|reset|revoke|grant|invite|check|query|generate|retrieve|describe|show)(?=\p{L}{3})/u;

/** Splits `deleteuser` where both halves are words of ours; leaves everything else alone. */
function unglued(word: string): string[] {
  const both = /^(create|add|insert)(or)(update|replace)$/.exec(word);
  if (both !== null) return both.slice(1);
  if (word.length < 7 || verbOf(word) !== undefined || isKnownNoun(word)) return [word];
  const verb = gluedVerbs.exec(word)?.[0];
  if (verb !== undefined) {
    const rest = word.slice(verb.length);
    if (known(rest) || ((verb === 'get' || verb === 'list') && rest.length > 4)) return [verb, rest];
    for (let end = 3; end <= rest.length - 3; end++) {
      if (known(rest.slice(0, end)) && known(rest.slice(end))) return [verb, rest.slice(0, end), rest.slice(end)];
    }
  }
  for (let start = 3; start <= word.length - 4; start++) {
    if (isKnownNoun(word.slice(0, start)) && isPlainVerb(word.slice(start))) {
      return [word.slice(0, start), word.slice(start)];
    }
  }
  return [word];
}

function known(word: string): boolean {
  return isKnownNoun(word) || isPlainVerb(word);
}
