import { IconButton, Menu, MenuItem } from '../../../ui/index.ts';
import { isList, isObject, type JsonObject, type JsonValue, joinerOf, type Path, setValue } from '../model/index.ts';
import { useEditing } from './editing.tsx';

/** What else can become of a condition: taken away, negated, joined with others. */
export function WrapMenu({ path, value, onRemove }: { path: Path; value: JsonValue; onRemove: () => void }) {
  const { edit, readOnly } = useEditing();
  if (readOnly) return null;
  const wrap = (group: JsonObject): void => edit((text) => setValue(text, path, group));
  const joiner = joinerOf(value);
  const only = joiner === undefined || !isObject(value) || Object.hasOwn(value, 'each') ? undefined : value[joiner];
  const alone = isList(only) ? (only.length === 1 ? only[0] : undefined) : only;
  return (
    <Menu
      trigger={<IconButton icon="more" label={`More about this ${joiner === undefined ? 'condition' : 'group'}`} />}
    >
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
