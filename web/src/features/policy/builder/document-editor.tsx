import type { ReactNode } from 'react';
import { IconButton, Segmented } from '../../../ui/index.ts';
import { at, type Path, removeValue, setValue } from '../model/index.ts';
import { useEditing, useValue } from './editing.tsx';
import { Add } from './parts.tsx';
import { RemarksAt } from './remarks.tsx';
import { RulesEditor } from './rules-editor.tsx';

/** What holds for the document as a whole, first of all: what becomes of whatever nothing names. */
export function StanceEditor() {
  const { value: byDefault, put } = useValue(['default']);
  const { value: mode, put: putMode, drop } = useValue(['mode']);
  const { readOnly } = useEditing();
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-2 text-xs">
      <div className="flex items-center gap-2">
        <span className="text-ink-2">What nothing names is</span>
        <Segmented
          label="Default"
          disabled={readOnly}
          value={byDefault === 'allow' ? 'allow' : 'deny'}
          options={[
            { value: 'deny', label: 'denied', tone: 'text-deny' },
            { value: 'allow', label: 'allowed', tone: 'text-allow' },
          ]}
          onChange={(next) => put(next)}
        />
      </div>
      <div className="flex items-center gap-2">
        <span className="text-ink-2">Refusals are</span>
        <Segmented
          label="Mode"
          disabled={readOnly}
          value={mode === 'observe' ? 'observe' : 'enforce'}
          options={[
            { value: 'enforce', label: 'enforced' },
            {
              value: 'observe',
              label: 'only observed',
              title: 'What would be denied is forwarded and recorded as “would deny”',
              tone: 'text-ask',
            },
          ]}
          onChange={(next) =>
            next === 'enforce' && mode === undefined ? undefined : next === 'enforce' ? drop() : putMode('observe')
          }
        />
      </div>
      <RemarksAt path={['default']} />
      <RemarksAt path={['mode']} />
      <RemarksAt path={[]} />
    </div>
  );
}

/** Rules for every tool call, on top of the tool’s own. */
export function AllToolsEditor() {
  const { document, edit } = useEditing();
  if (at(document, ['all_tools']) === undefined) {
    return <Add onClick={() => edit((text) => setValue(text, ['all_tools'], {}))}>Rules for every tool call</Add>;
  }
  return (
    <Removable path={['all_tools']} label="Remove the rules for every tool call">
      <RulesEditor path={['all_tools']} kind="all" name="all_tools" />
    </Removable>
  );
}

function Removable({ path, label, children }: { path: Path; label: string; children: ReactNode }) {
  const { edit, readOnly } = useEditing();
  return (
    <div className="relative overflow-hidden rounded-lg border border-line bg-surface">
      {!readOnly && (
        <span className="absolute top-1.5 right-1.5">
          <IconButton icon="trash" label={label} onClick={() => edit((text) => removeValue(text, path))} />
        </span>
      )}
      {children}
    </div>
  );
}
