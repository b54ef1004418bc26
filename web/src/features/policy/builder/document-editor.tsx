import { useState } from 'react';
import { Button, IconButton, Input, Segmented, Select } from '../../../ui/index.ts';
import { at, isObject, type Path, removeValue, renameKey, setValue, textOf } from '../model/index.ts';
import { Add, ChoiceAt, Part, RemarksAt, Row, TextAt, TokensAt } from './controls.tsx';
import { useEditing, useValue } from './editing.tsx';
import { ApprovalPart, RulesEditor } from './rules-editor.tsx';

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

function Removable({ path, label, children }: { path: Path; label: string; children: React.ReactNode }) {
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

/** Everything else that a document says once. */
export function SettingsEditor() {
  const { tools, document, edit, readOnly } = useEditing();
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <Part
        title="Hidden tools"
        hint="names and patterns that are absent from lists, and answered as if they did not exist"
      >
        <TokensAt path={['hide']} label="Hidden tools" placeholder="admin_*" options={tools.map(({ name }) => name)} />
        <RemarksAt path={['hide']} deep />
      </Part>
      <Part title="What the server may ask of the client" hint="what is denied is taken out of what the server is told">
        <Row label="The client’s model">
          <ChoiceAt
            path={['server_requests', 'sampling']}
            label="Sampling"
            none="no (as nothing is said)"
            options={[
              ['allow', 'yes'],
              ['deny', 'no'],
            ]}
          />
        </Row>
        <Row label="The client’s roots">
          <ChoiceAt
            path={['server_requests', 'roots']}
            label="Roots"
            none="no (as nothing is said)"
            options={[
              ['allow', 'yes'],
              ['deny', 'no'],
            ]}
          />
        </Row>
        <Row label="The user">
          <ChoiceAt
            path={['server_requests', 'elicitation']}
            label="Elicitation"
            none="by form (as nothing is said)"
            options={[
              ['deny', 'never'],
              ['form', 'by form'],
              ['all', 'by form or URL'],
            ]}
          />
        </Row>
        <RemarksAt path={['server_requests']} deep />
      </Part>
      <Part title="Approvals" hint="how a human is asked, where a rule says nothing of its own">
        <ApprovalPart path={['approval']} />
      </Part>
      <Part title="Record" hint="which values of arguments the audit record may hold">
        <Row label="Arguments">
          <Select
            small
            aria-label="Recorded arguments"
            className="w-auto"
            disabled={readOnly}
            value={textOf(at(document, ['audit', 'arguments']))}
            onChange={({ target }) =>
              edit((text) =>
                target.value === ''
                  ? removeValue(text, ['audit'])
                  : setValue(
                      text,
                      ['audit'],
                      target.value === 'paths' ? { arguments: 'paths', paths: ['args'] } : { arguments: 'keys' },
                    ),
              )
            }
          >
            <option value="">names only (as nothing is said)</option>
            <option value="keys">names only</option>
            <option value="paths">values at these paths</option>
          </Select>
          {at(document, ['audit', 'arguments']) === 'paths' && (
            <TokensAt path={['audit', 'paths']} label="Recorded paths" placeholder="args.url" keepEmpty />
          )}
        </Row>
        <RemarksAt path={['audit']} deep />
      </Part>
      <Part title="Document" hint="for its readers">
        <Row label="Description">
          <TextAt path={['description']} label="Description" />
        </Row>
        <Row label="Time zone">
          <TextAt path={['timezone']} label="Time zone" placeholder="UTC" />
        </Row>
        <Row label="Schema">
          <TextAt path={['$schema']} label="Schema for editors" placeholder="none" mono />
        </Row>
        {(['description', 'timezone', '$schema', 'version'] as const).map((key) => (
          <RemarksAt key={key} path={[key]} />
        ))}
      </Part>
    </div>
  );
}
