import { assertNever, escapeUnsafe } from '../../kernel/index.ts';
import { type ItemDiff, type PolicyChange, type PolicyDiff, rulePlaces } from '../../lab/index.ts';
import type { Policy } from '../../policy/index.ts';

/** The two documents, for places in them. */
export interface Sides {
  readonly old: Side;
  readonly now: Side;
}

interface Side {
  readonly file: string;
  readonly policy: Policy;
}

type CallChange = Extract<PolicyChange, { kind: 'call' }>;
type Verdict = CallChange['from'];

/** What was found, for people: widening first. */
export function diffText(found: PolicyDiff, sides: Sides): string {
  const lines: string[] = [];
  for (const { pointer, from, to, widening } of found.document) {
    lines.push(`${mark(widening)} ${pointer}: ${from} → ${to}`);
  }
  if (found.document.length > 0) lines.push('');
  const changed = found.items.filter(({ changes }) => changes.length > 0);
  const wider = (item: ItemDiff): number => (item.changes.some(({ widening }) => widening) ? 0 : 1);
  for (const item of changed.toSorted((a, b) => wider(a) - wider(b))) {
    lines.push(title(item), ...item.changes.flatMap((change) => changeLines(change, sides)), '');
  }
  lines.push(...summary(found));
  return lines.map((line) => `${escapeUnsafe(line)}\n`).join('');
}

function mark(widening: boolean | undefined): string {
  return widening === undefined ? ' ' : widening ? '+' : '-';
}

function title({ kind, name, single, globs }: ItemDiff): string {
  if (single) return `${kind} ${name}`;
  if (globs.length === 0) return `any ${kind} that neither policy names, such as ${name}`;
  return `${kind}s ${globs.join(' and ')}, such as ${name}`;
}

function changeLines(change: PolicyChange, sides: Sides): string[] {
  switch (change.kind) {
    case 'call': {
      const verb = {
        allowed: 'now allowed',
        held: 'now asked for',
        refused: 'now refused',
        terms: 'asked for on other terms',
      };
      return [
        `  ${mark(change.widening)} ${verb[change.became]}${change.widening ? ' (wider)' : ''}: ${JSON.stringify(change.example)}`,
        `      was ${verdict(change.from, sides.old)}`,
        `      is  ${verdict(change.to, sides.now)}`,
      ];
    }
    case 'limits': {
      const direction = change.widening ? (change.narrowing ? ' (wider and narrower)' : ' (wider)') : '';
      return [
        `  ${mark(change.widening)} limited otherwise${direction}${change.example === undefined ? '' : `: ${JSON.stringify(change.example)}`}`,
        ...limitLines('was', change.removed, change.from, sides.old),
        ...limitLines('is ', change.added, change.to, sides.now),
      ];
    }
    case 'listing':
      return [`    ${change.shown ? 'now shown in lists' : 'no longer shown in lists'}`];
    default:
      return assertNever(change);
  }
}

function limitLines(word: string, words: readonly string[], pointers: readonly string[], side: Side): string[] {
  if (words.length === 0) return [`      ${word} unlimited by this`];
  return words.map((text, index) => `      ${word} ${text}${place(pointers[index] ?? null, side)}`);
}

function verdict({ outcome, code, rule, terms }: Verdict, side: Side): string {
  const asked =
    terms === null
      ? ''
      : `, ${terms.count} of ${terms.groups.join(', ') || 'all approvers'} within ${terms.timeoutMs / 1000} s`;
  const word =
    outcome === 'hidden' || outcome === 'allow' || outcome === 'hold' || code === null ? outcome : `${outcome} ${code}`;
  return `${word}${asked}${place(rule, side)}`;
}

/** By which rule, and where that stands. */
function place(rule: string | null, { file, policy }: Side): string {
  if (rule === null) return '';
  const at = rulePlaces(policy)(rule);
  return ` by ${rule}${at === undefined ? '' : ` (${file}:${at.line}:${at.column})`}`;
}

function summary({ items, names, document, widening, narrowing, proven }: PolicyDiff): string[] {
  const changed = items.filter(({ changes }) => changes.length > 0).length;
  const settings = document.length === 0 ? '' : `, and ${document.length} of the policy's own settings`;
  const word = widening
    ? narrowing
      ? 'wider and narrower'
      : 'wider'
    : narrowing
      ? 'narrower'
      : changed + document.length > 0
        ? 'neither wider nor narrower'
        : 'the same';
  const doubtful = items.filter((item) => !item.proven.widening || !item.proven.narrowing);
  const lines = [`${word}: ${changed} changed of ${items.length} looked at${settings}`];
  const others = items.filter((item) => item.changes.length === 0 && !doubtful.includes(item)).length;
  if (others > 0) lines.push(`proven: the other ${others} are judged as before, whatever the call`);
  if (!widening && proven.widening) lines.push('proven: no call is wider than before');
  for (const item of doubtful.slice(0, 20)) {
    const what = item.changes.length > 0 ? 'no change of another kind' : 'no change';
    lines.push(`not proven: ${title(item)}: ${what} was found in ${item.searched} calls that both were asked about`);
  }
  if (doubtful.length > 20) lines.push(`not proven: ${doubtful.length - 20} more`);
  if (!names.complete) {
    lines.push('not proven: there are more classes of names than were looked at; --tools says which names matter');
  }
  return lines;
}

/** The same as data: places beside every rule. */
export function diffJson(found: PolicyDiff, sides: Sides): object {
  const at = (rule: string | null, { policy }: Side): object => (rule === null ? {} : (rulePlaces(policy)(rule) ?? {}));
  return {
    ...found,
    items: found.items.map((item) => ({
      ...item,
      changes: item.changes.map((change) =>
        change.kind === 'call'
          ? {
              ...change,
              from: { ...change.from, ...at(change.from.rule, sides.old) },
              to: { ...change.to, ...at(change.to.rule, sides.now) },
            }
          : change,
      ),
    })),
  };
}
