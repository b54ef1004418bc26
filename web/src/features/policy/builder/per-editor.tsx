import { IconButton, Select } from '../../../ui/index.ts';
import {
  type ArgumentPath,
  insertValue,
  isList,
  isObject,
  type JsonValue,
  type Path,
  removeValue,
} from '../model/index.ts';
import { useEditing, useValue } from './editing.tsx';
import { Add } from './parts.tsx';
import { PathInput } from './path-input.tsx';

/** The arguments by whose values a limit is counted apart. */
export function PerEditor({ path, offered }: { path: Path; offered: readonly ArgumentPath[] }) {
  const { value, put, drop } = useValue(path);
  const { edit, readOnly } = useEditing();
  const items = isList(value) ? value : [];
  const pathOf = (item: JsonValue | undefined): string =>
    typeof item === 'string' ? item : isObject(item) && typeof item.path === 'string' ? item.path : '';
  const asOf = (item: JsonValue | undefined): string => (isObject(item) && typeof item.as === 'string' ? item.as : '');
  const replace = (index: number, name: string, as: string): void =>
    put(
      items.map((item, place) => (place === index ? (as === '' ? name : { path: name, as }) : item)),
      true,
    );
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what it is known by
        <div key={index} className="flex flex-wrap gap-1">
          <PathInput
            label="Argument"
            value={pathOf(item)}
            offered={offered}
            onChange={(name) => replace(index, name, asOf(item))}
          />
          <Select
            small
            aria-label="Taken as"
            disabled={readOnly}
            value={asOf(item)}
            onChange={({ target }) => replace(index, pathOf(item), target.value)}
            className="w-auto"
          >
            <option value="">as it is</option>
            <option value="host">its host</option>
            <option value="path">its path</option>
            <option value="lower">in lower case</option>
          </Select>
          {!readOnly && (
            <IconButton
              icon="close"
              label="Remove"
              onClick={() => (items.length === 1 ? drop() : edit((text) => removeValue(text, [...path, index])))}
            />
          )}
        </div>
      ))}
      {items.length < 4 && (
        <Add onClick={() => edit((text) => insertValue(text, path, items.length, offered[0]?.path ?? 'args.'))}>
          Argument
        </Add>
      )}
    </div>
  );
}
