import { type Column, clock, moment, Outcome } from '../../ui/index.ts';
import type { Call } from './call-record.ts';
import { codeWords } from './code-words.table.ts';

/** What a row says of a call. */
export const callColumns = (order: 'oldest' | 'newest', onTurn: () => void): readonly Column<Call>[] => [
  {
    id: 'time',
    head: 'Time',
    width: '6rem',
    narrow: '4rem',
    sort: { order: order === 'oldest' ? 'ascending' : 'descending', onTurn },
    cell: (call) => (
      <time title={moment(call.time)} className="text-xs text-ink-2 tabular-nums">
        {clock(call.time)}
      </time>
    ),
  },
  {
    id: 'outcome',
    head: 'Outcome',
    width: '7rem',
    narrow: '5.5rem',
    cell: (call) => <Outcome outcome={call.outcome} />,
  },
  {
    id: 'subject',
    head: 'Tool',
    width: 'minmax(0,3fr)',
    cell: (call) => (
      <span className="block min-w-0">
        <span className="foreign block truncate font-mono text-xs font-medium">{call.subject || call.method}</span>
        <span className="block truncate text-2xs text-ink-3 md:hidden">{call.grant}</span>
      </span>
    ),
  },
  {
    id: 'server',
    head: 'Server',
    width: 'minmax(0,1.5fr)',
    wide: true,
    cell: (call) => <span className="block truncate">{call.server}</span>,
  },
  {
    id: 'grant',
    head: 'Grant',
    width: 'minmax(0,1.5fr)',
    wide: true,
    cell: (call) => <span className="foreign block truncate">{call.grant}</span>,
  },
  {
    id: 'why',
    head: 'Why',
    width: 'minmax(0,2fr)',
    wide: true,
    cell: (call) => (
      <span className="block min-w-0">
        <code className="block truncate text-2xs" title={codeWords.get(call.code)}>
          {call.code}
        </code>
        <code className="foreign block truncate text-2xs text-ink-3">{call.rule}</code>
      </span>
    ),
  },
  {
    id: 'ms',
    head: 'Took',
    width: '4.5rem',
    wide: true,
    end: true,
    cell: (call) => <span className="text-xs text-ink-2">{call.count > 1 ? `× ${call.count}` : took(call.ms)}</span>,
  },
];

/** A duration as short as it can be told apart. */
const took = (ms: number): string => (ms < 10_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 1_000)} s`);
