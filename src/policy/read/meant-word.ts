import { nearestWord } from '../../kernel/index.ts';

/**
 * Words of other languages for what this one has a word for, too far from it to be a slip of the keyboard. Where a word
 * has several meanings, the first that is known at its place counts.
 */
const meanings: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    eq: '= == === is equal equals',
    neq: '!= !== <> ne not_equal not_equals',
    lt: '< less_than',
    lte: '<= =< le max maximum at_most',
    gt: '> greater_than',
    gte: '>= => ge min minimum at_least',
    in: 'one_of any_of',
    not_in: 'nin none_of',
    exists: 'present defined is_set',
    regex: 'matches match pattern =~',
    contains: 'includes has',
    starts_with: 'prefix',
    ends_with: 'suffix',
    glob: 'like wildcard',
    path_within: 'within inside',
    in_cidr: 'cidr',
    allow: 'permit accept pass',
    deny: 'block reject refuse forbid disallow drop',
    require_approval: 'approve approval ask confirm review',
    observe: 'shadow audit monitor log dry_run',
    organization: 'org global',
    integer: 'int long',
    number: 'int integer float double',
    boolean: 'bool',
    array: 'list',
    object: 'dict map',
    string: 'str text',
    null: 'nil none undefined',
    require: 'conditions when if allow_if',
    path: 'field key arg argument param parameter attribute',
    op: 'operator operation comparator cmp',
    value: 'operand expected',
    all: 'and all_of every',
    any: 'or any_of some',
    each: 'for_each every',
    window: 'per interval period',
    max: 'limit count calls requests amount',
    counter: 'name',
    reason: 'on_deny message',
    on_deny: 'reason message',
    action: 'require_approval allow hide effect',
    conditions: 'condition when if',
    deny_if: 'deny block_if deny_when',
  }).reduce((found, [word, others]) => {
    for (const other of others.split(' ')) found.set(other, [...(found.get(other) ?? []), word]);
    return found;
  }, new Map<string, string[]>()),
);

/** The known word that was probably meant: what another language says for it, or what differs by a slip. */
export function meantWord(word: string, known: readonly string[]): string | undefined {
  const other = meanings.get(word.toLowerCase().replaceAll(/[ -]/g, '_'));
  return other?.find((meaning) => known.includes(meaning)) ?? nearestWord(word, known);
}
