import { Select } from '../../../ui/index.ts';
import {
  type ArgumentPath,
  at,
  firstCondition,
  insertValue,
  isList,
  type Joiner,
  type JsonObject,
  type JsonValue,
  joinerOf,
  joiners,
  member,
  type Path,
  removeValue,
  setValue,
  textOf,
} from '../model/index.ts';
import { ComparisonEditor } from './comparison-editor.tsx';
import type { ConditionProps } from './condition-props.ts';
import { useEditing } from './editing.tsx';
import { Add } from './parts.tsx';
import { PathInput } from './path-input.tsx';
import { RemarksAt } from './remarks.tsx';
import { WrapMenu } from './wrap-menu.tsx';

/** One condition: a row, or a group of conditions with what joins them. */
export function ConditionEditor(props: ConditionProps) {
  const { document } = useEditing();
  const value = at(document, props.path);
  const joiner = joinerOf(value);
  return joiner === undefined ? (
    <ComparisonEditor {...props} value={value} />
  ) : (
    <GroupEditor {...props} value={value} joiner={joiner} />
  );
}

const words = { all: 'all of these', any: 'any of these', not: 'not' } as const;

function GroupEditor({
  path,
  purpose,
  offered,
  item,
  onRemove,
  value,
  joiner,
}: ConditionProps & { value: JsonValue | undefined; joiner: Joiner }) {
  const { edit, readOnly } = useEditing();
  const each = member(value, 'each');
  const inner = member(value, joiner);
  const conditions = isList(inner) ? inner : [];
  const inside: Path = [...path, joiner];
  const items = typeof each === 'string' ? itemPaths(offered, each) : [];
  const within = typeof each === 'string' ? [...items, ...offered] : offered;
  /** Another joiner keeps the conditions; “not” takes one, so several stand in it together. */
  const rejoin = (next: string): void =>
    edit((text) => {
      const kept: JsonValue =
        joiner === 'not'
          ? inner === undefined
            ? []
            : [inner]
          : next === 'not'
            ? conditions.length === 1 && conditions[0] !== undefined
              ? conditions[0]
              : { [joiner]: conditions }
            : conditions;
      const group: JsonObject = { ...(each === undefined ? {} : { each }), [next]: kept };
      return next === joiner ? text : setValue(text, path, group);
    });
  return (
    <fieldset
      className="my-1 rounded-md border-l-2 border-accent/50 bg-canvas py-1 pr-1 pl-2.5"
      aria-label="Group of conditions"
    >
      <div className="mb-0.5 flex flex-wrap items-center gap-1.5 text-xs">
        {each !== undefined && (
          <>
            <span>for each element of</span>
            <PathInput
              label="List"
              value={textOf(each)}
              offered={offered}
              item={item === true}
              onChange={(next) => edit((text) => setValue(text, [...path, 'each'], next), true)}
            />
          </>
        )}
        <Select
          small
          aria-label="Joined by"
          disabled={readOnly}
          value={joiner}
          className="w-auto"
          onChange={({ target }) => rejoin(target.value)}
        >
          {joiners.map((key) => (
            <option key={key} value={key}>
              {words[key]}
            </option>
          ))}
        </Select>
        <span className="flex-1" />
        <WrapMenu path={path} value={value ?? {}} onRemove={onRemove} />
      </div>
      {joiner === 'not' ? (
        <ConditionEditor
          path={inside}
          purpose={purpose}
          offered={within}
          item={item === true || each !== undefined}
          onRemove={onRemove}
        />
      ) : (
        <>
          {conditions.map((_, index) => (
            <ConditionEditor
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a condition is known by
              key={index}
              path={[...inside, index]}
              purpose={purpose}
              offered={within}
              item={item === true || each !== undefined}
              onRemove={() =>
                conditions.length === 1 ? onRemove() : edit((text) => removeValue(text, [...inside, index]))
              }
            />
          ))}
          <Add onClick={() => edit((text) => insertValue(text, inside, conditions.length, firstCondition(within)))}>
            Condition
          </Add>
        </>
      )}
      <RemarksAt path={path} />
    </fieldset>
  );
}

function itemPaths(offered: readonly ArgumentPath[], each: string): readonly ArgumentPath[] {
  const prefix = `${each}[*]`;
  return offered
    .filter(({ path }) => path.startsWith(prefix))
    .map((one) => ({ ...one, path: `item${one.path.slice(prefix.length)}` }));
}
