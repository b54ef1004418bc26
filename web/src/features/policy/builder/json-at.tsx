import { useEffect, useState } from 'react';
import { IconButton, Textarea } from '../../../ui/index.ts';
import { at, type JsonObject, type JsonValue, type Path, removeValue, setValue } from '../model/index.ts';
import { useEditing } from './editing.tsx';

/** Any value as JSON, put into the document whenever it is whole. */
export function JsonAt({
  path,
  label,
  inline,
}: {
  readonly path: Path;
  readonly label: string;
  readonly inline?: boolean;
}) {
  const { document, edit, readOnly } = useEditing();
  const value = at(document, path);
  const shown = JSON.stringify(value ?? null, null, inline === true ? undefined : 2);
  const [draft, setDraft] = useState(shown);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    setDraft((now) => (same(now, value) ? now : shown));
  }, [shown, value]);
  return (
    <div className={inline === true ? 'flex items-center gap-1' : 'my-1 flex items-start gap-2'}>
      {inline !== true && <span className="w-28 shrink-0 pt-1.5 font-mono text-xs text-ink-2">{label}</span>}
      <Textarea
        aria-label={label}
        aria-invalid={broken || undefined}
        disabled={readOnly}
        rows={inline === true ? 1 : Math.min(12, draft.split('\n').length)}
        value={draft}
        className={inline === true ? 'h-7 w-48 resize-none px-2 py-1 font-mono text-xs' : 'font-mono text-xs'}
        onChange={({ target }) => {
          setDraft(target.value);
          try {
            const parsed = JSON.parse(target.value) as JsonValue;
            setBroken(false);
            edit((text) => setValue(text, path, parsed), true);
          } catch {
            setBroken(true);
          }
        }}
      />
      {!readOnly && (
        <IconButton icon="close" label={`Remove ${label}`} onClick={() => edit((text) => removeValue(text, path))} />
      )}
    </div>
  );
}

function same(text: string, value: JsonValue | JsonObject | undefined): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(value ?? null);
  } catch {
    return true;
  }
}
