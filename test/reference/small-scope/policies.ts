import type { PolicyDocument, ToolRules } from '../judge/document.ts';
import { rules } from './rules.ts';

/** The orders in which three rules can stand at an exact name and two globs. */
const places: readonly (readonly [string, string, string])[] = [
  ['t', 't*', '*'],
  ['t', '*', 't*'],
  ['t*', 't', '*'],
  ['t*', '*', 't'],
  ['*', 't', 't*'],
  ['*', 't*', 't'],
];

function policy(chosen: readonly ToolRules[], order: number): PolicyDocument {
  const patterns = places[order % places.length] ?? [];
  const tools = Object.fromEntries(chosen.map((one, index) => [patterns[index] ?? '', one]));
  return { version: '1', default: order % 2 === 0 ? 'deny' : 'allow', tools };
}

/**
 * Every policy of at most three rules, in whatever order (the order of entries says nothing, which is a law of its own),
 * each rule in an entry of its own. Where the entries stand goes round with the number of the policy.
 *
 * @param every of the policies of three rules, one in so many; all of the smaller ones come
 */
export function* policies(every: number): Generator<PolicyDocument> {
  let number = 0;
  yield policy([], 0);
  yield policy([], 1);
  for (const [i, first] of rules.entries()) {
    yield policy([first], number++);
    for (const [j, second] of rules.slice(i).entries()) {
      yield policy([first, second], number++);
      for (const third of rules.slice(i + j)) {
        const at = number++;
        if (at % every === 0) yield policy([first, second, third], at);
      }
    }
  }
}
