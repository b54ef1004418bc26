import type { Input } from '../../api/call.ts';
import { SearchInput, Select } from '../../ui/index.ts';

const outcomes = ['allow', 'deny', 'hold', 'hidden', 'would_deny', 'would_hold', 'error', 'refused'] as const;
type OutcomeName = (typeof outcomes)[number];

/** How far back one can look at once, in hours. */
const spans: ReadonlyMap<string, { readonly words: string; readonly hours: number }> = new Map([
  ['1h', { words: 'the last hour', hours: 1 }],
  ['24h', { words: 'the last 24 hours', hours: 24 }],
  ['7d', { words: 'the last 7 days', hours: 7 * 24 }],
  ['30d', { words: 'the last 30 days', hours: 30 * 24 }],
]);

const isOutcome = (text: string | undefined): text is OutcomeName => outcomes.some((name) => name === text);

/** By what calls are narrowed, as it stands in the address. */
export interface CallFilter {
  readonly grant: string | undefined;
  readonly server: string | undefined;
  readonly tool: string | undefined;
  readonly outcome: string | undefined;
  readonly span: string | undefined;
}

/** The same as the API is asked for it. What the address says and no filter is, is none. */
export function filterOf({ grant, server, tool, outcome, span }: CallFilter): Input<'call.tail'> {
  return {
    ...(grant === undefined ? {} : { grant }),
    ...(server === undefined ? {} : { server }),
    ...(tool === undefined ? {} : { tool }),
    ...(isOutcome(outcome) ? { outcome } : {}),
    ...sinceOf(span),
  };
}

/** From when on, to the minute: asked again within it, it is the same question. */
function sinceOf(span: string | undefined): { readonly since?: number } {
  const hours = spans.get(span ?? '')?.hours;
  return hours === undefined ? {} : { since: Math.floor(Date.now() / 60_000 - hours * 60) * 60_000 };
}

export function CallFilters({
  filter,
  onChange,
}: {
  readonly filter: CallFilter;
  readonly onChange: (change: Partial<CallFilter>) => void;
}) {
  return (
    <>
      <SearchInput
        small
        aria-label="Tool, prompt or resource"
        placeholder="Tool"
        value={filter.tool ?? ''}
        className="w-36"
        onSearch={(value) => onChange({ tool: value })}
      />
      <SearchInput
        small
        aria-label="Grant"
        placeholder="Grant"
        value={filter.grant ?? ''}
        className="w-32"
        onSearch={(value) => onChange({ grant: value })}
      />
      <SearchInput
        small
        aria-label="Server"
        placeholder="Server"
        value={filter.server ?? ''}
        className="w-32"
        onSearch={(value) => onChange({ server: value })}
      />
      <Select
        small
        aria-label="Outcome"
        className="w-32"
        value={filter.outcome ?? ''}
        onChange={({ target }) => onChange({ outcome: target.value })}
      >
        <option value="">any outcome</option>
        {outcomes.map((name) => (
          <option key={name} value={name}>
            {name.replace('_', ' ')}
          </option>
        ))}
      </Select>
      <Select
        small
        aria-label="How far back"
        className="w-36"
        value={spans.has(filter.span ?? '') ? filter.span : ''}
        onChange={({ target }) => onChange({ span: target.value })}
      >
        <option value="">any time</option>
        {[...spans].map(([value, { words }]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </Select>
    </>
  );
}
