import { useState } from 'react';
import { Icon } from '../../../ui/index.ts';
import { isList, type JsonValue, textOf } from '../model/index.ts';
import { useEditing, useValue } from './editing.tsx';
import { useSuggestions } from './suggestions.tsx';
import type { At } from './value-at.tsx';

/** A list of texts: Enter or a comma ends one, Backspace takes the last away. */
export function TokensAt({
  path,
  label,
  placeholder,
  options,
  parse = (text) => text,
  keepEmpty,
}: At & {
  placeholder?: string;
  options?: readonly string[];
  parse?: (text: string) => JsonValue;
  /** Whether the emptied list stays in the document (its member must be there). */
  keepEmpty?: boolean;
}) {
  const { value, put, drop } = useValue(path);
  const { readOnly } = useEditing();
  const [draft, setDraft] = useState('');
  const { field, list } = useSuggestions(() => options?.map((option) => <option key={option} value={option} />));
  const items = isList(value) ? value : [];
  const store = (next: readonly JsonValue[]): void => (next.length === 0 && keepEmpty !== true ? drop() : put(next));
  const take = (): void => {
    if (draft.trim() === '') return;
    store([...items, parse(draft.trim())]);
    setDraft('');
  };
  return (
    <div className="flex min-h-7 min-w-44 flex-1 flex-wrap items-center gap-1 rounded-md border border-line-strong bg-surface px-1 py-0.5 focus-within:border-accent has-[input:disabled]:bg-sunken">
      {items.map((item, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: equal items are told apart by their place
          key={index}
          className="inline-flex h-5 max-w-full items-center gap-1 rounded-sm bg-sunken pr-0.5 pl-1.5 font-mono text-2xs"
        >
          <span className="truncate">{typeof item === 'string' ? item : JSON.stringify(item)}</span>
          <button
            type="button"
            aria-label={`Remove ${textOf(item)}`}
            hidden={readOnly}
            className="rounded-sm p-0.5 text-ink-3 hover:bg-line hover:text-ink"
            onClick={() => store(items.filter((_, place) => place !== index))}
          >
            <Icon name="close" className="size-2.5" />
          </button>
        </span>
      ))}
      <input
        aria-label={label}
        {...field}
        disabled={readOnly}
        placeholder={items.length === 0 ? placeholder : ''}
        value={draft}
        spellCheck={false}
        className="h-5 min-w-16 flex-1 bg-transparent px-1 font-mono text-xs outline-none"
        onChange={({ target }) => setDraft(target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || (event.key === ',' && draft !== '')) {
            event.preventDefault();
            take();
          } else if (event.key === 'Backspace' && draft === '' && items.length > 0) store(items.slice(0, -1));
        }}
      />
      {list}
    </div>
  );
}
