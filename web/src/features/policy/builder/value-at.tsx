import { useEffect, useState } from 'react';
import { cx, Input, Select } from '../../../ui/index.ts';
import { type Path, textOf } from '../model/index.ts';
import { useEditing, useValue } from './editing.tsx';
import { useSuggestions } from './suggestions.tsx';

/** A place of the document, and what its control is called. */
export interface At {
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
