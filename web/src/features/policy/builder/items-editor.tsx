import { useState } from 'react';
import { Button, IconButton, Input } from '../../../ui/index.ts';
import { at, isObject, removeValue, renameKey, setValue } from '../model/index.ts';
import { useEditing } from './editing.tsx';
import { RulesEditor } from './rules-editor.tsx';

/** Resources or prompts: patterns, each with an action and limits. */
export function ItemsEditor({
  kind,
  placeholder,
}: {
  readonly kind: 'resources' | 'prompts';
  readonly placeholder: string;
}) {
  const { document, edit, readOnly } = useEditing();
  const [name, setName] = useState('');
  const items = at(document, [kind]);
  const names = isObject(items) ? Object.keys(items) : [];
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      {readOnly && names.length === 0 && (
        <p className="px-3 py-2 text-xs text-ink-2">None is named: the default decides.</p>
      )}
      {names.map((pattern, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the document stays while it is renamed
        <details key={index} className="border-b border-line" open={names.length < 4}>
          <summary className="flex cursor-pointer items-center gap-2 px-3 py-2 font-mono text-xs">
            <span className="foreign flex-1">{pattern}</span>
          </summary>
          {!readOnly && (
            <div className="flex gap-2 border-t border-line px-3 py-2">
              <Input
                small
                aria-label="Pattern"
                value={pattern}
                className="flex-1 font-mono"
                onChange={({ target }) => edit((text) => renameKey(text, [kind, pattern], target.value), true)}
              />
              <IconButton
                icon="trash"
                label={`Remove ${pattern}`}
                onClick={() => edit((text) => removeValue(text, names.length === 1 ? [kind] : [kind, pattern]))}
              />
            </div>
          )}
          <RulesEditor path={[kind, pattern]} kind="item" name={kind.slice(0, -1)} />
        </details>
      ))}
      {!readOnly && (
        <form
          className="flex items-center gap-2 px-3 py-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (name === '') return;
            edit((text) => setValue(text, [kind, name], {}));
            setName('');
          }}
        >
          <Input
            small
            aria-label={`Pattern of ${kind}`}
            placeholder={placeholder}
            value={name}
            className="flex-1 font-mono"
            onChange={({ target }) => setName(target.value)}
          />
          <Button small type="submit" disabled={name === ''}>
            Add
          </Button>
        </form>
      )}
    </div>
  );
}
