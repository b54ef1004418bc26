import { useState } from 'react';
import { IconButton } from '../../../ui/index.ts';
import { type ArgumentPath, at, insertValue, isList, isObject, type Path, removeValue } from '../model/index.ts';
import { CostEditor } from './cost-editor.tsx';
import { useEditing, useValue } from './editing.tsx';
import { Add, Row } from './parts.tsx';
import { PerEditor } from './per-editor.tsx';
import { RemarksAt } from './remarks.tsx';
import { ChoiceAt, NumberAt, TextAt, WindowAt } from './value-at.tsx';

export const scopes = [
  ['grant', 'grant'],
  ['session', 'session'],
  ['user', 'user'],
  ['server', 'server'],
  ['organization', 'organization'],
] as const;

/** The limits of one entry: each reads as a sentence, with its fine print folded away. */
export function LimitsEditor({
  path,
  counter,
  offered,
}: {
  readonly path: Path;
  readonly counter: string;
  readonly offered: readonly ArgumentPath[];
}) {
  const { document, edit } = useEditing();
  const limits = at(document, path);
  const count = isList(limits) ? limits.length : 0;
  const add = (): void =>
    edit((text) =>
      insertValue(text, path, count, {
        counter: count === 0 ? counter : `${counter}_${count + 1}`,
        window: 'minute',
        max: 10,
        scope: 'grant',
      }),
    );
  return (
    <>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a limit is known by
        <LimitEditor key={index} path={[...path, index]} whole={path} last={count === 1} offered={offered} />
      ))}
      <Add onClick={add}>Limit</Add>
    </>
  );
}

function LimitEditor({
  path,
  whole,
  last,
  offered,
}: {
  path: Path;
  whole: Path;
  last: boolean;
  offered: readonly ArgumentPath[];
}) {
  const { document, edit, readOnly } = useEditing();
  const limit = at(document, path);
  const has = (key: string): boolean => isObject(limit) && Object.hasOwn(limit, key);
  const [open, setOpen] = useState(['per', 'cost', 'align', 'durable', 'on_deny'].some(has));
  return (
    <fieldset className="mb-2 rounded-md border border-line bg-canvas px-3 py-2" aria-label="Limit">
      <div className="flex flex-wrap items-center gap-2 text-xs">
        <span>At most</span>
        <NumberAt path={[...path, 'max']} label="Most" needed />
        <span>{has('cost') ? 'in' : 'calls in'} any</span>
        <WindowAt path={[...path, 'window']} label="Window" needed />
        <span>for each</span>
        <ChoiceAt path={[...path, 'scope']} label="Scope" options={scopes} />
        <span className="flex-1" />
        <IconButton
          icon={open ? 'up' : 'down'}
          label={open ? 'Fewer settings' : 'More settings'}
          onClick={() => setOpen(!open)}
          aria-expanded={open}
        />
        {!readOnly && (
          <IconButton
            icon="trash"
            label="Remove limit"
            onClick={() => edit((text) => removeValue(text, last ? whole : path))}
          />
        )}
      </div>
      <RemarksAt path={path} deep />
      {open && (
        <div className="mt-2 border-t border-line pt-1.5">
          <Row label="Counter">
            <TextAt path={[...path, 'counter']} label="Counter" needed mono />
          </Row>
          <Row label="Counted apart by">
            <PerEditor path={[...path, 'per']} offered={offered} />
          </Row>
          <Row label="A call costs">
            <CostEditor path={[...path, 'cost']} offered={offered} />
          </Row>
          <Row label="Window begins">
            <ChoiceAt
              path={[...path, 'align']}
              label="Alignment"
              none="any moment (no burst at a boundary)"
              options={[['calendar', 'at the UTC boundary (a daily budget)']]}
            />
          </Row>
          <Row label="Durable">
            <FlagAt path={[...path, 'durable']} label="Durable" on="survives power loss (money)" off="as usual" />
          </Row>
          <Row label="The agent is told">
            <TextAt
              path={[...path, 'on_deny']}
              label="What the agent is told"
              placeholder="limit of 10 per minute reached"
            />
          </Row>
        </div>
      )}
    </fieldset>
  );
}

function FlagAt({ path, label, on, off }: { path: Path; label: string; on: string; off: string }) {
  const { value, put, drop } = useValue(path);
  const { readOnly } = useEditing();
  return (
    <label className="inline-flex items-center gap-2 text-xs">
      <input
        type="checkbox"
        aria-label={label}
        disabled={readOnly}
        checked={value === true}
        onChange={({ target }) => (target.checked ? put(true) : drop())}
      />
      {value === true ? on : off}
    </label>
  );
}
