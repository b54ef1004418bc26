import { useState } from 'react';
import { Button, Checkbox, firstFew, IconButton } from '../../../ui/index.ts';
import {
  type ArgumentPath,
  at,
  insertValue,
  isList,
  isObject,
  member,
  type Path,
  removeValue,
  renameKey,
  setValue,
} from '../model/index.ts';
import { useEditing } from './editing.tsx';
import { JsonAt } from './json-at.tsx';
import { Add } from './parts.tsx';
import { PropertyEditor } from './property-editor.tsx';
import { RemarksAt } from './remarks.tsx';

/** How many arguments are seen at first. */
const most = 30;

/** The schema that the policy’s author puts on a call’s arguments: a row an argument, and the rest as JSON. */
export function ArgumentsEditor({ path, offered }: { readonly path: Path; readonly offered: readonly ArgumentPath[] }) {
  const { document, edit, readOnly } = useEditing();
  const [all, setAll] = useState(false);
  const schema = at(document, path);
  if (schema === undefined) {
    const properties = Object.fromEntries(
      offered
        .filter((one) => /^args\.[\w-]+$/.test(one.path))
        .map((one) => [one.path.slice(5), one.types[0] === undefined ? {} : { type: one.types[0] }]),
    );
    return (
      <Add
        onClick={() =>
          edit((text) => setValue(text, path, { type: 'object', properties, additionalProperties: false }))
        }
      >
        List the arguments, and admit no others
      </Add>
    );
  }
  const properties = member(schema, 'properties');
  const names = isObject(properties) ? Object.keys(properties) : [];
  const shown = all ? names : firstFew(names, most);
  const required = member(schema, 'required');
  const isRequired = (name: string): boolean => isList(required) && required.includes(name);
  const closed = member(schema, 'additionalProperties') === false;
  const rest = isObject(schema)
    ? Object.keys(schema).filter((key) => !['type', 'properties', 'required', 'additionalProperties'].includes(key))
    : [];
  const require = (name: string, on: boolean): void =>
    edit((text) => {
      const list = isList(required) ? required : [];
      if (on) return insertValue(text, [...path, 'required'], list.length, name);
      return list.length === 1
        ? removeValue(text, [...path, 'required'])
        : removeValue(text, [...path, 'required', list.indexOf(name)]);
    });
  return (
    <div className="rounded-md border border-line bg-canvas px-3 py-2 text-xs">
      <div className="flex items-center gap-3">
        <Checkbox
          label="No other arguments"
          disabled={readOnly}
          checked={closed}
          onChange={({ target }) =>
            edit((text) =>
              target.checked
                ? setValue(text, [...path, 'additionalProperties'], false)
                : removeValue(text, [...path, 'additionalProperties']),
            )
          }
        />
        <span className="flex-1" />
        {!readOnly && (
          <IconButton icon="trash" label="Remove the schema" onClick={() => edit((text) => removeValue(text, path))} />
        )}
      </div>
      {shown.map((name) => (
        <PropertyEditor
          key={name}
          path={[...path, 'properties', name]}
          name={name}
          required={isRequired(name)}
          onRequire={(on) => require(name, on)}
          onRename={(next) => edit((text) => renameKey(text, [...path, 'properties', name], next), true)}
        />
      ))}
      {shown.length < names.length && (
        <Button small look="quiet" onClick={() => setAll(true)}>
          Show {names.length - shown.length} more
        </Button>
      )}
      <Add
        onClick={() => {
          let name = 'argument';
          for (let n = 2; names.includes(name); n++) name = `argument_${n}`;
          edit((text) => setValue(text, [...path, 'properties', name], { type: 'string' }));
        }}
      >
        Argument
      </Add>
      {rest.map((key) => (
        <JsonAt key={key} path={[...path, key]} label={key} />
      ))}
      <RemarksAt path={path} deep />
    </div>
  );
}
