/** A planted mistake: one line of the reference, changed. The text must stand in the file exactly once. */
export interface Mutant {
  readonly mistake: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const mutant = (mistake: string, file: string, from: string, to: string): Mutant => ({ mistake, file, from, to });

export const mutants: readonly Mutant[] = [
  mutant(
    'neq of what is missing is false for refusal',
    'condition.ts',
    "leaf.op === 'neq' || leaf.op === 'not_in' || place.negated",
    "leaf.op === 'not_in' || place.negated",
  ),
  mutant(
    'a leaf under `not` counts as positive when it is missing',
    'condition.ts',
    "leaf.op === 'neq' || leaf.op === 'not_in' || place.negated",
    "leaf.op === 'neq' || leaf.op === 'not_in'",
  ),
  mutant(
    'what is missing permits under a negative operator',
    'condition.ts',
    "if (place.purpose === 'permission') return 'unknown';\n    const negative",
    'const negative',
  ),
  mutant(
    'null counts as absent for refusal',
    'condition.ts',
    "purpose === 'permission' ? 'missing' : 'unknown' }",
    "'missing' }",
  ),
  mutant('null is judged even where the operand does not name it', 'operator.ts', "types.includes('null') ||", ''),
  mutant('negation is not pushed through `all`', 'condition.ts', 'all !== place.negated', 'all'),
  mutant(
    '`[*]` is some for permission and every for refusal',
    'condition.ts',
    "if (place.purpose === 'refusal') return kleeneAny(truths);",
    "if (place.purpose === 'permission') return kleeneAny(truths);",
  ),
  mutant(
    'an empty list holds for permission',
    'condition.ts',
    "truths.length === 0 ? 'false' :",
    "truths.length === 0 ? 'true' :",
  ),
  mutant('a refusal needs true, unknown does not do', 'condition.ts', "truth !== 'false'", "truth === 'true'"),
  mutant('unknown permits', 'condition.ts', "? truth === 'true' :", "? truth !== 'false' :"),
  mutant(
    '`exists` finds null',
    'operator.ts',
    'return (value !== null) === (leaf.value ?? true);',
    'return leaf.value ?? true ? true : false;',
  ),
  mutant(
    'a wrong type is plainly false',
    'condition.ts',
    "return { seen: answer, answer: 'unknown' };",
    "return { seen: answer, answer: 'false' };",
  ),
  mutant(
    'a path through a scalar is missing',
    'path.ts',
    "return { kind: 'unjudgeable' };\n}",
    "return { kind: 'missing' };\n}",
  ),
  mutant(
    '`each` on what is no list is plainly false',
    'condition.ts',
    "if (element.kind !== 'value') return 'unknown';",
    "if (element.kind !== 'value') return 'false';",
  ),
  mutant('`all_tools` is skipped', 'judge.ts', 'rules: document.all_tools ?? {} };', 'rules: {} };'),
  mutant(
    'only the best entry applies',
    'judge.ts',
    'const all = [...entries, everywhere];',
    'const all = [...entries.slice(0, 1), everywhere];',
  ),
  mutant(
    'an action hides before `hide` does',
    'judge.ts',
    'if (hiding !== undefined) return',
    "if (hiding !== undefined && !entries.some(({ rules }) => rules.action === 'hide')) return",
  ),
  mutant(
    '`deny_if` is judged before `arguments`',
    'judge.ts',
    '?? argumentsOf(all, call) ?? denyIfOf(all, world, witness);',
    '?? denyIfOf(all, world, witness) ?? argumentsOf(all, call);',
  ),
  mutant(
    'globs fold case',
    'glob.ts',
    "if (first !== '*') return text.startsWith(first)",
    "if (first !== '*') return text.toLowerCase().startsWith(first.toLowerCase())",
  ),
  mutant('`*` stands for one character or more', 'glob.ts', 'let taken = 0;', 'let taken = 1;'),
  mutant(
    'the last glob in code-point order is reported',
    'entries.ts',
    '.sort(([a], [b]) => byRank(a, b, name))',
    '.sort(([a], [b]) => byRank(b, a, name))',
  ),
  mutant(
    'a limit takes once for every entry that names it',
    'budget.ts',
    'if (takes.some((take) => take.key === key)) continue;',
    '',
  ),
  mutant(
    'the boundary of a window belongs to it',
    'exact-log.ts',
    'at + windowMs] as const',
    'at + windowMs + 1] as const',
  ),
  mutant(
    'a window is a calendar window',
    'exact-log.ts',
    "if (take.align === 'calendar') {",
    'if (take.windowMs > 0) {',
  ),
  mutant(
    'a cost below nothing is nothing',
    'budget.ts',
    "!== 'number' || found.value < 0) return undefined;",
    "!== 'number') return undefined;\n  if (found.value < 0) return 0n;",
  ),
  mutant(
    'a seventh decimal place is dropped',
    'budget.ts',
    'return digits === 0n ? 0n : undefined;',
    'return digits / 10n ** BigInt(-shift);',
  ),
  mutant(
    'the session scope without a session is one budget for all',
    'budget.ts',
    'context.session === undefined ? grant :',
    "context.session === undefined ? ['session'] :",
  ),
  mutant(
    'a zero cost does not pass a full budget',
    'exact-log.ts',
    'if (take.cost === 0) return true;',
    'if (take.cost === 0) return room({ ...take, cost: 1 }, now, windowMs);',
  ),
  mutant('`per` in another order is another budget', 'budget.ts', 'values.map(String).sort()', 'values'),
  mutant(
    'observe takes nothing',
    'decide.ts',
    'const taken = log.take(demand, now);',
    'const taken = log.take(observe ? { budgets: [], slots: [] } : demand, now);',
  ),
  mutant(
    'a call that waits for a human has taken',
    'decide.ts',
    "if (asks && !observe) return { outcome: 'hold', ...asks, taken: undefined };",
    "if (asks && !observe) return { outcome: 'hold', ...asks, taken: log.take(demand, now).ok ? undefined : undefined };",
  ),
  mutant(
    'a human is asked before the limits are looked at',
    'decide.ts',
    'if (full !== undefined) {',
    'if (full !== undefined && approval === undefined) {',
  ),
  mutant(
    '/database is within /data',
    'file-path.ts',
    'directory.every((segment, i) => segment === path[i])',
    'directory.every((segment, i) => path[i]?.startsWith(segment))',
  ),
  mutant(
    'a second name of a directory, by a dot at its end, lies outside',
    'operator.ts',
    'droppingDots(directory))) ? undefined : false',
    'droppingDots(directory))) ? false : false',
  ),
  mutant(
    '`*.x` matches x itself',
    'host.ts',
    'name.length > entry.name.length + 1;',
    'name.length > entry.name.length + 1 || name === entry.name;',
  ),
  mutant(
    'user info is overlooked',
    'host.ts',
    'const spelled = ',
    "const spelled = standing.includes('@') ? url.host : ",
  ),
  mutant('an unlisted port is as good as a listed one', 'host.ts', 'return listed ? true : undefined;', 'return true;'),
  mutant('a mapped address is IPv6', 'address.ts', 'return v6 >> 32n === 0xffffn ?', 'return v6 < 0n ?'),
  mutant(
    'NAT64 hides a private address',
    'public-address.ts',
    'isReachable(address) && (inner === undefined || isReachable(inner))',
    'isReachable(address) && (inner === undefined || true)',
  ),
  mutant('a fraction of a second is overlooked', 'moment.ts', 'if (x === y) return 0;', 'if (places >= 0) return 0;'),
  mutant(
    '`fullmatch` searches',
    'regex.ts',
    'return treeOf(pattern)(text, 0).has(text.length);',
    'return treeOf(pattern)(text, 0).size > 0;',
  ),
  mutant(
    'the cap is forgotten',
    'operator.ts',
    "return overTheCap(pattern, text) ? 'unreadable' : matches(pattern, text);",
    'return matches(pattern, text);',
  ),
  mutant(
    'approvals take the longest timeout',
    'approval.ts',
    'undefined : least(timeouts)',
    'undefined : most(timeouts.map(Number))',
  ),
  mutant(
    'the reason of the first who asks is the only one',
    'approval.ts',
    'asking.flatMap(({ reason })',
    'asking.slice(0, 1).flatMap(({ reason })',
  ),
];
