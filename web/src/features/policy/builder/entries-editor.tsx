import { cx, IconButton } from '../../../ui/index.ts';
import {
  type ArgumentPath,
  at,
  firstCondition,
  insertValue,
  isList,
  isObject,
  type JsonObject,
  type JsonValue,
  type Path,
  removeValue,
  setValue,
} from '../model/index.ts';
import { ConditionEditor } from './condition-editor.tsx';
import type { Purpose } from './condition-props.ts';
import { useEditing } from './editing.tsx';
import { Add, Row } from './parts.tsx';
import { RemarksAt } from './remarks.tsx';
import { TokensAt } from './tokens-at.tsx';
import { useReorder } from './use-reorder.tsx';
import { NumberAt, TextAt, WindowAt } from './value-at.tsx';

type List = 'require' | 'deny_if' | 'approve_if';

const told: Readonly<Record<List, { key: 'on_deny' | 'reason'; label: string; placeholder: string }>> = {
  require: { key: 'on_deny', label: 'The agent is told', placeholder: 'what it may do instead' },
  deny_if: { key: 'on_deny', label: 'The agent is told', placeholder: 'what it may do instead' },
  approve_if: { key: 'reason', label: 'The approver is told', placeholder: 'why this is asked' },
};

/** One of the three lists of conditions: each entry holds when all of its conditions do. */
export function EntriesEditor({
  path,
  list,
  offered,
}: {
  readonly path: Path;
  readonly list: List;
  readonly offered: readonly ArgumentPath[];
}) {
  const { document, edit } = useEditing();
  const whole: Path = [...path, list];
  const entries = at(document, whole);
  const items = isList(entries) ? entries : [];
  const { place, handle, itemClass } = useReorder(whole, items.length, 'entry');
  const begin: JsonValue = list === 'require' ? firstCondition(offered) : { conditions: [firstCondition(offered)] };
  const remove = (index: number) => (): void =>
    edit((text) => removeValue(text, items.length === 1 ? whole : [...whole, index]));
  return (
    <>
      <div ref={place}>
        {items.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what an entry is known by
          <div key={index} data-item={index} className={cx('flex items-start gap-1', itemClass(index))}>
            {items.length > 1 && <span className="mt-2">{handle(index)}</span>}
            <div className="min-w-0 flex-1">
              <Entry path={[...whole, index]} entry={entry} list={list} offered={offered} onRemove={remove(index)} />
            </div>
          </div>
        ))}
      </div>
      <Add onClick={() => edit((text) => insertValue(text, whole, items.length, begin))}>Condition</Add>
    </>
  );
}

function Entry({
  path,
  entry,
  list,
  offered,
  onRemove,
}: {
  path: Path;
  entry: JsonValue;
  list: List;
  offered: readonly ArgumentPath[];
  onRemove: () => void;
}) {
  const { edit, readOnly } = useEditing();
  const purpose: Purpose = list === 'require' ? 'permission' : 'refusal';
  const { key, label, placeholder } = told[list];
  const conditions = isObject(entry) ? entry.conditions : undefined;
  // A bare condition is an entry of `require`, too; it becomes a full one when there is more to say.
  if (conditions === undefined) {
    const widen = (more: JsonObject): void => edit((text) => setValue(text, path, { conditions: [entry], ...more }));
    return (
      <div className="mb-2 rounded-md border border-line bg-canvas px-3 py-1.5">
        <ConditionEditor path={path} purpose={purpose} offered={offered} onRemove={onRemove} />
        <div className="flex gap-3">
          <Add onClick={() => widen({ on_deny: 'say why' })}>Reason</Add>
          <Add onClick={() => edit((text) => setValue(text, path, { conditions: [entry, firstCondition(offered)] }))}>
            And
          </Add>
        </div>
      </div>
    );
  }
  const items = isList(conditions) ? conditions : [];
  const inner: Path = [...path, 'conditions'];
  const has = (name: string): boolean => isObject(entry) && Object.hasOwn(entry, name);
  return (
    <div className="mb-2 rounded-md border border-line bg-canvas px-3 py-1.5">
      <div className="flex items-center text-xs text-ink-2">
        <span className="flex-1">
          {items.length === 0
            ? 'Always (no condition)'
            : items.length === 1
              ? 'When this holds'
              : 'When all of these hold'}
        </span>
        {!readOnly && <IconButton icon="trash" label="Remove entry" onClick={onRemove} />}
      </div>
      {items.map((_, index) => (
        <ConditionEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a condition is known by
          key={index}
          path={[...inner, index]}
          purpose={purpose}
          offered={offered}
          onRemove={() =>
            list === 'require' && items.length === 1 ? onRemove() : edit((text) => removeValue(text, [...inner, index]))
          }
        />
      ))}
      <Add onClick={() => edit((text) => insertValue(text, inner, items.length, firstCondition(offered)))}>And</Add>
      <RemarksAt path={path} />
      <RemarksAt path={inner} />
      <Row label={label}>
        <TextAt path={[...path, key]} label={label} placeholder={placeholder} />
      </Row>
      {list === 'approve_if' && (
        <>
          <Row label="No answer is a no">
            <WindowAt path={[...path, 'timeout']} label="Time for an answer" placeholder="after 15m" />
          </Row>
          <ApproversAt path={[...path, 'approvers']} />
        </>
      )}
      {list === 'approve_if' && has('approvers') && <RemarksAt path={[...path, 'approvers']} deep />}
    </div>
  );
}

/** Who must agree, and how many. */
function ApproversAt({ path }: { readonly path: Path }) {
  return (
    <Row label="Who must agree">
      <NumberAt path={[...path, 'count']} label="How many must agree" min={1} className="w-14" />
      <span className="text-xs text-ink-2">of</span>
      <TokensAt path={[...path, 'groups']} label="Groups of approvers" placeholder="every approver" />
    </Row>
  );
}

/** The `approval` object of a tool or of the whole policy. */
export function ApprovalEditor({ path }: { readonly path: Path }) {
  return (
    <>
      <Row label="No answer is a no">
        <WindowAt path={[...path, 'timeout']} label="Time for an answer" placeholder="after 15m" />
      </Row>
      <Row label="The call waits">
        <WindowAt path={[...path, 'hold']} label="How long the call waits" placeholder="for 45s" />
      </Row>
      <ApproversAt path={[...path, 'approvers']} />
      <RemarksAt path={path} deep />
    </>
  );
}
