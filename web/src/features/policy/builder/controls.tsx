import { type ReactNode, useEffect, useState } from 'react';
import { Button, cx, Icon, Input, Select } from '../../../ui/index.ts';
import { isList, type JsonValue, type Path, textOf } from '../model/index.ts';
import { useEditing, useRemarks, useValue } from './editing.tsx';
import { useSuggestions } from './suggestions.tsx';

/** What the engine says of one place, beneath its control. */
export function RemarksAt({ path, deep }: { readonly path: Path; readonly deep?: boolean }) {
  const remarks = useRemarks(path, deep);
  return remarks.map((remark) => (
    <p
      key={remark.pointer + remark.message}
      className={cx('foreign mt-1 flex items-start gap-1 text-xs', remark.grave ? 'text-deny' : 'text-ask')}
    >
      <Icon name="warning" className="mt-0.5 size-3.5" />
      <span>{remark.message}</span>
    </p>
  ));
}

/** A label beside its control, as in a sentence. */
export function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1">
      <span className="w-28 shrink-0 text-xs text-ink-2">{label}</span>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">{children}</div>
    </div>
  );
}

interface At {
  readonly path: Path;
  readonly label: string;
}

/** A text; an emptied one is taken out of the document unless it must be there. */
export function TextAt({
  path,
  label,
  placeholder,
  needed,
  mono,
  className,
}: At & { placeholder?: string; needed?: boolean; mono?: boolean; className?: string }) {
  const { readOnly } = useEditing();
  const { value, put, drop } = useValue(path);
  return (
    <Input
      small
      aria-label={label}
      disabled={readOnly}
      placeholder={placeholder}
      value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''}
      className={cx(mono === true && 'font-mono', className ?? 'min-w-40 flex-1')}
      onChange={({ target }) =>
        target.value === '' && needed !== true ? drop() : put(target.value, value !== undefined)
      }
    />
  );
}

/** A number; what is no number is kept on the screen and not in the document. */
export function NumberAt({
  path,
  label,
  needed,
  min = 0,
  className,
}: At & { needed?: boolean; min?: number; className?: string }) {
  const { value, put, drop } = useValue(path);
  const { readOnly } = useEditing();
  const [draft, setDraft] = useState(textOf(value));
  useEffect(() => {
    setDraft((now) => (value === undefined ? '' : Number(now) === value ? now : textOf(value)));
  }, [value]);
  const wrong = draft !== '' && !Number.isFinite(Number(draft));
  return (
    <Input
      small
      inputMode="decimal"
      aria-label={label}
      aria-invalid={wrong || undefined}
      disabled={readOnly}
      value={draft}
      className={className ?? 'w-20'}
      onChange={({ target }) => {
        setDraft(target.value);
        if (target.value === '') {
          if (needed !== true) drop();
        } else if (Number.isFinite(Number(target.value)) && Number(target.value) >= min)
          put(Number(target.value), true);
      }}
    />
  );
}

/** One of a few words; the empty one takes the member out. */
export function ChoiceAt({
  path,
  label,
  options,
  none,
  className,
}: At & { options: readonly (readonly [string, string])[]; none?: string; className?: string }) {
  const { value, put, drop } = useValue(path);
  const { readOnly } = useEditing();
  const unknown = typeof value === 'string' && !options.some(([word]) => word === value);
  return (
    <Select
      small
      aria-label={label}
      disabled={readOnly}
      value={typeof value === 'string' ? value : ''}
      className={cx('w-auto', className)}
      onChange={({ target }) => (target.value === '' ? drop() : put(target.value))}
    >
      {none !== undefined && <option value="">{none}</option>}
      {options.map(([word, shown]) => (
        <option key={word} value={word}>
          {shown}
        </option>
      ))}
      {unknown && <option value={value}>{value}</option>}
    </Select>
  );
}

const windows = ['second', 'minute', 'hour', 'day', 'week', '15m', '36h'];

/** A length of time in the language’s grammar: a name, “15m”, or seconds. */
export function WindowAt({ path, label, placeholder, needed }: At & { placeholder?: string; needed?: boolean }) {
  const { value, put, drop } = useValue(path);
  const { readOnly } = useEditing();
  const { field, list } = useSuggestions(() => windows.map((name) => <option key={name} value={name} />));
  return (
    <>
      <Input
        small
        {...field}
        aria-label={label}
        disabled={readOnly}
        placeholder={placeholder ?? 'minute, 15m, 90'}
        value={textOf(value)}
        className="w-28"
        onChange={({ target }) => {
          if (target.value === '' && needed !== true) drop();
          else put(/^[1-9]\d*$/.test(target.value) ? Number(target.value) : target.value, value !== undefined);
        }}
      />
      {list}
    </>
  );
}

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

/** “+ something”, in place of what is not there. */
export function Add({ children, onClick }: { readonly children: ReactNode; readonly onClick: () => void }) {
  const { readOnly } = useEditing();
  if (readOnly) return null;
  return (
    <Button small look="quiet" icon="plus" onClick={onClick} className="-ml-1.5">
      {children}
    </Button>
  );
}

/** A part of the rules, with what it means in one line. */
export function Part({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="border-t border-line px-3 py-2.5 first:border-t-0 sm:px-4">
      <div className="mb-1 flex flex-wrap items-baseline gap-x-2">
        <h3 className="text-xs font-semibold">{title}</h3>
        <p className="text-xs text-ink-3">{hint}</p>
      </div>
      {children}
    </div>
  );
}
