import { IconButton, Menu, MenuItem, Select } from '../../../ui/index.ts';
import {
  type ArgumentPath,
  at,
  firstOperand,
  insertValue,
  isList,
  isObject,
  type JsonObject,
  type JsonValue,
  member,
  type Path,
  removeValue,
  setValue,
  suited,
  textOf,
} from '../model/index.ts';
import { Add, RemarksAt } from './controls.tsx';
import { useEditing } from './editing.tsx';
import { OperandInput } from './operand-input.tsx';
import { PathInput } from './path-input.tsx';

export type Purpose = 'permission' | 'refusal';

interface Props {
  readonly path: Path;
  readonly purpose: Purpose;
  readonly offered: readonly ArgumentPath[];
  /** Inside of “each element”: paths may begin with `item`. */
  readonly item?: boolean;
  readonly onRemove: () => void;
}

/** A condition to begin with: about the tool’s first argument, or its name where it has none. */
export function firstCondition(offered: readonly ArgumentPath[]): JsonObject {
  const [first] = offered;
  return { path: first?.path ?? 'args.', op: 'eq', value: '' };
}

const joiners = ['all', 'any', 'not'] as const;

/** One condition: a row, or a group of conditions with what joins them. */
export function ConditionEditor(props: Props) {
  const { document } = useEditing();
  const value = at(document, props.path);
  const joiner = joiners.find((key) => isObject(value) && Object.hasOwn(value, key));
  return joiner === undefined ? (
    <LeafEditor {...props} value={value} />
  ) : (
    <GroupEditor {...props} value={value} joiner={joiner} />
  );
}

function LeafEditor({ path, purpose, offered, item, onRemove, value }: Props & { value: JsonValue | undefined }) {
  const { edit, operators, readOnly } = useEditing();
  const pathText = textOf(member(value, 'path'));
  const name = textOf(member(value, 'op'));
  const argument = offered.find((one) => one.path === pathText);
  const { fitting, others } = suited(operators, argument?.types ?? []);
  const operator = operators.find((one) => one.name === name);
  const choose = (next: string): void => {
    const chosen = operators.find((one) => one.name === next);
    const first = chosen === undefined ? undefined : firstOperand(chosen.operand);
    edit((text) => {
      const named = setValue(text, [...path, 'op'], next);
      if (chosen?.operand === operator?.operand) return named;
      return first === undefined ? removeValue(named, [...path, 'value']) : setValue(named, [...path, 'value'], first);
    });
  };
  return (
    <div className="py-0.5">
      <div className="flex flex-wrap items-center gap-1.5">
        <PathInput
          label="Path"
          value={pathText}
          offered={offered}
          facts={purpose}
          item={item === true}
          onChange={(next) => edit((text) => setValue(text, [...path, 'path'], next), true)}
        />
        <Select
          small
          aria-label="Operator"
          title={operator?.doc}
          disabled={readOnly}
          value={name}
          className="w-auto"
          onChange={({ target }) => choose(target.value)}
        >
          {!operators.some((one) => one.name === name) && <option value={name}>{name === '' ? '…' : name}</option>}
          <optgroup label={others.length > 0 ? 'for this argument' : 'operators'}>
            {fitting.map((one) => (
              <option key={one.name} value={one.name} title={one.doc}>
                {one.name}
              </option>
            ))}
          </optgroup>
          {others.length > 0 && (
            <optgroup label="others">
              {others.map((one) => (
                <option key={one.name} value={one.name} title={one.doc}>
                  {one.name}
                </option>
              ))}
            </optgroup>
          )}
        </Select>
        <OperandInput path={[...path, 'value']} operand={operator?.operand ?? 'any'} argument={argument} />
        <WrapMenu path={path} value={value ?? {}} onRemove={onRemove} />
      </div>
      {operator !== undefined && <p className="sr-only">{operator.doc}</p>}
      <RemarksAt path={path} deep />
    </div>
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
}: Props & { value: JsonValue | undefined; joiner: (typeof joiners)[number] }) {
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

/** What else can become of a condition: taken away, negated, joined with others. */
function WrapMenu({ path, value, onRemove }: { path: Path; value: JsonValue; onRemove: () => void }) {
  const { edit, readOnly } = useEditing();
  if (readOnly) return null;
  const wrap = (group: JsonObject): void => edit((text) => setValue(text, path, group));
  const joiner = joiners.find((key) => isObject(value) && Object.hasOwn(value, key));
  const only = joiner === undefined || !isObject(value) || Object.hasOwn(value, 'each') ? undefined : value[joiner];
  const alone = isList(only) ? (only.length === 1 ? only[0] : undefined) : only;
  return (
    <Menu trigger={<IconButton icon="more" label="Condition" />}>
      <MenuItem onSelect={() => wrap({ not: value })}>Negate (not)</MenuItem>
      <MenuItem onSelect={() => wrap({ any: [value] })}>Group: any of</MenuItem>
      <MenuItem onSelect={() => wrap({ all: [value] })}>Group: all of</MenuItem>
      <MenuItem onSelect={() => wrap({ each: 'args.', all: [value] })}>For each element of a list</MenuItem>
      {alone !== undefined && <MenuItem onSelect={() => edit((text) => setValue(text, path, alone))}>Ungroup</MenuItem>}
      <MenuItem icon="trash" danger onSelect={onRemove}>
        Remove
      </MenuItem>
    </Menu>
  );
}
