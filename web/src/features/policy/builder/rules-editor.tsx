import { useMemo } from 'react';
import { IconButton } from '../../../ui/index.ts';
import {
  argumentPaths,
  at,
  isObject,
  type JsonValue,
  member,
  type Path,
  removeValue,
  setValue,
} from '../model/index.ts';
import { ArgumentsEditor } from './arguments-editor.tsx';
import { useEditing } from './editing.tsx';
import { ApprovalEditor, EntriesEditor } from './entries-editor.tsx';
import { LimitsEditor, scopes } from './limit-editor.tsx';
import { Add, Part, Row } from './parts.tsx';
import { RemarksAt } from './remarks.tsx';
import { ChoiceAt, NumberAt, TextAt, WindowAt } from './value-at.tsx';

const actions = {
  tool: [
    ['allow', 'Allow'],
    ['deny', 'Deny: listed, and every call refused'],
    ['hide', 'Hide: as if it did not exist'],
    ['require_approval', 'Ask a human'],
  ],
  item: [
    ['allow', 'Allow'],
    ['deny', 'Deny: refused with the reason'],
    ['hide', 'Hide: as if it did not exist'],
  ],
} as const;

/**
 * All rules of one entry. `tool`: an entry of `tools`; `all`: `all_tools`; `item`: a resource or prompt.
 *
 * @param schema the tool’s own input schema, whose arguments are offered
 */
export function RulesEditor(props: {
  readonly path: Path;
  readonly kind: 'tool' | 'all' | 'item';
  readonly name: string;
  readonly schema?: JsonValue | undefined;
}) {
  const { path, kind, name } = props;
  const { document } = useEditing();
  const offered = useMemo(() => argumentPaths(props.schema), [props.schema]);
  const action = member(at(document, path), 'action');
  return (
    <div className="bg-surface">
      <RemarksAt path={path} />
      {kind !== 'all' && (
        <Part title="Action" hint="what happens to a call that every rule below lets pass">
          <div className="flex flex-wrap items-center gap-2">
            <ChoiceAt path={[...path, 'action']} label="Action" none="Allow (the default)" options={actions[kind]} />
            {(action === 'deny' ||
              action === 'require_approval' ||
              member(at(document, path), 'reason') !== undefined) && (
              <TextAt
                path={[...path, 'reason']}
                label="Reason"
                placeholder={action === 'require_approval' ? 'the approver is told' : 'the agent is told'}
              />
            )}
          </div>
        </Part>
      )}
      {kind !== 'item' && (
        <>
          <Part title="Require" hint="every entry must hold, or the call is denied">
            <EntriesEditor path={path} list="require" offered={offered} />
          </Part>
          <Part title="Deny if" hint="all conditions of one entry hold">
            <EntriesEditor path={path} list="deny_if" offered={offered} />
          </Part>
          <Part title="Ask a human if" hint="all conditions of one entry hold">
            <EntriesEditor path={path} list="approve_if" offered={offered} />
          </Part>
        </>
      )}
      <Part title="Limits" hint="how often, or how much, in any stretch of time as long as the window">
        <LimitsEditor path={[...path, 'limits']} counter={`${name.replaceAll('*', 'all')}_rate`} offered={offered} />
        {kind === 'tool' && <RateLimit path={[...path, 'rate_limit']} />}
        {kind !== 'item' && (
          <Row label="At once">
            <NumberAt path={[...path, 'concurrency']} label="Most calls at once" min={1} />
            <span className="text-xs text-ink-3">calls of one grant in flight</span>
          </Row>
        )}
      </Part>
      {kind === 'tool' && (
        <>
          <Part title="Arguments" hint="a JSON Schema of the call’s arguments, beside the tool’s own">
            <ArgumentsEditor path={[...path, 'arguments']} offered={offered} />
          </Part>
          <Part title="Approval" hint="how a human is asked about this tool">
            <ApprovalPart path={[...path, 'approval']} />
          </Part>
        </>
      )}
    </div>
  );
}

export function ApprovalPart({ path }: { readonly path: Path }) {
  const { document, edit, readOnly } = useEditing();
  if (at(document, path) === undefined) {
    return <Add onClick={() => edit((text) => setValue(text, path, { timeout: '15m' }))}>Settings of its own</Add>;
  }
  return (
    <div className="flex items-start">
      <div className="min-w-0 flex-1">
        <ApprovalEditor path={path} />
      </div>
      {!readOnly && (
        <IconButton
          icon="trash"
          label="Remove approval settings"
          onClick={() => edit((text) => removeValue(text, path))}
        />
      )}
    </div>
  );
}

/** The shorthand; a document that has one keeps it. */
function RateLimit({ path }: { path: Path }) {
  const { document, edit, readOnly } = useEditing();
  if (!isObject(at(document, path)))
    return (
      <Add onClick={() => edit((text) => setValue(text, path, { max: 10, window: 60 }))}>Rate limit (shorthand)</Add>
    );
  return (
    <fieldset
      className="mb-2 flex flex-wrap items-center gap-2 rounded-md border border-line bg-canvas px-3 py-2 text-xs"
      aria-label="Rate limit"
    >
      <span>At most</span>
      <NumberAt path={[...path, 'max']} label="Most" needed />
      <span>calls in any</span>
      <WindowAt path={[...path, 'window']} label="Window" needed />
      <span>for each</span>
      <ChoiceAt path={[...path, 'scope']} label="Scope" none="grant (the default)" options={scopes} />
      <span className="flex-1" />
      {!readOnly && (
        <IconButton icon="trash" label="Remove rate limit" onClick={() => edit((text) => removeValue(text, path))} />
      )}
      <RemarksAt path={path} deep />
    </fieldset>
  );
}
