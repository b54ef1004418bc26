import type { Input as VerbInput } from '../../api/call.ts';
import { Input, outcomeWord, SearchInput, Select } from '../../ui/index.ts';
import { dayOf, isDay, spans, timeSpan } from './time-span.ts';

const outcomes = ['allow', 'deny', 'hold', 'hidden', 'would_deny', 'would_hold', 'error', 'refused'] as const;
type OutcomeName = (typeof outcomes)[number];

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
export function filterOf({ grant, server, tool, outcome, span }: CallFilter): VerbInput<'call.tail'> {
  return {
    ...(grant === undefined ? {} : { grant }),
    ...(server === undefined ? {} : { server }),
    ...(tool === undefined ? {} : { tool }),
    ...(isOutcome(outcome) ? { outcome } : {}),
    ...timeSpan(span ?? '', Date.now()),
  };
}

/** What is looked for by name, each with the width of its field. */
const named = [
  ['tool', 'Tool, prompt or resource', 'Tool', 'w-36'],
  ['grant', 'Grant', 'Grant', 'w-32'],
  ['server', 'Server', 'Server', 'w-32'],
] as const;

export function CallFilters({
  filter,
  onChange,
}: {
  readonly filter: CallFilter;
  readonly onChange: (change: Partial<CallFilter>) => void;
}) {
  const span = filter.span ?? '';
  const day = isDay(span);
  return (
    <>
      {named.map(([name, label, placeholder, width]) => (
        <SearchInput
          key={name}
          small
          aria-label={label}
          placeholder={placeholder}
          value={filter[name] ?? ''}
          className={width}
          onSearch={(value) => onChange({ [name]: value })}
        />
      ))}
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
            {outcomeWord(name)}
          </option>
        ))}
      </Select>
      <Select
        small
        aria-label="How far back"
        className="w-36"
        value={day ? 'day' : spans.has(span) ? span : ''}
        onChange={({ target }) => onChange({ span: target.value === 'day' ? dayOf(Date.now(), -1) : target.value })}
      >
        <option value="">any time</option>
        {[...spans].map(([value, { words }]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
        <option value="day">one day…</option>
      </Select>
      {day && (
        <Input
          small
          type="date"
          aria-label="Which day"
          className="w-32"
          max={dayOf(Date.now())}
          value={span}
          onChange={({ target }) => isDay(target.value) && onChange({ span: target.value })}
        />
      )}
    </>
  );
}
