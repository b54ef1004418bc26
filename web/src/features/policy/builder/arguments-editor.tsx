import { useEffect, useState } from 'react';
import { Button, Checkbox, firstFew, IconButton, Input, Select, Textarea } from '../../../ui/index.ts';
import {
  type ArgumentPath,
  at,
  insertValue,
  isList,
  isObject,
  type JsonObject,
  type JsonValue,
  member,
  type Path,
  removeValue,
  renameKey,
  setValue,
  textOf,
} from '../model/index.ts';
import { Add, RemarksAt, TextAt } from './controls.tsx';
import { useEditing } from './editing.tsx';

const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;

/** Keywords of one argument that have a control of their own; whatever else stands there is shown as JSON. */
const own = new Set(['type', 'enum', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern']);

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

function PropertyEditor({
  path,
  name,
  required,
  onRequire,
  onRename,
}: {
  path: Path;
  name: string;
  required: boolean;
  onRequire: (on: boolean) => void;
  onRename: (name: string) => void;
}) {
  const { document, edit, readOnly } = useEditing();
  const schema = at(document, path);
  const type = member(schema, 'type');
  const put = (key: string, value: JsonValue | undefined): void =>
    edit(
      (text) => (value === undefined ? removeValue(text, [...path, key]) : setValue(text, [...path, key], value)),
      true,
    );
  const others = isObject(schema) ? Object.keys(schema).filter((key) => !own.has(key)) : [];
  const text = type === 'string' || type === undefined;
  const numeric = type === 'number' || type === 'integer';
  return (
    <div className="my-1 border-l-2 border-line pl-2.5">
      <div className="flex flex-wrap items-center gap-1.5">
        <Input
          small
          aria-label="Argument"
          disabled={readOnly}
          value={name}
          onChange={({ target }) => onRename(target.value)}
          className="w-36 font-mono"
        />
        <Select
          small
          aria-label={`Type of ${name}`}
          disabled={readOnly || isList(type)}
          value={typeof type === 'string' ? type : ''}
          className="w-auto"
          onChange={({ target }) => put('type', target.value === '' ? undefined : target.value)}
        >
          <option value="">{isList(type) ? type.map(textOf).join(' or ') : 'any type'}</option>
          {types.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Select>
        <Checkbox
          label="needed"
          disabled={readOnly}
          checked={required}
          onChange={({ target }) => onRequire(target.checked)}
        />
        {text && (
          <TextAt
            path={[...path, 'pattern']}
            label={`Pattern of ${name}`}
            placeholder="RE2 pattern"
            mono
            className="w-36"
          />
        )}
        {(text || numeric) &&
          (numeric ? (['minimum', 'maximum'] as const) : (['minLength', 'maxLength'] as const)).map((key) => (
            <Bound
              key={key}
              label={key}
              value={member(schema, key)}
              readOnly={readOnly}
              onChange={(value) => put(key, value)}
            />
          ))}
        <EnumAt path={[...path, 'enum']} name={name} />
        {!readOnly && (
          <IconButton icon="close" label={`Remove ${name}`} onClick={() => edit((now) => removeValue(now, path))} />
        )}
      </div>
      {others.map((key) => (
        <JsonAt key={key} path={[...path, key]} label={key} />
      ))}
    </div>
  );
}

function Bound({
  label,
  value,
  readOnly,
  onChange,
}: {
  label: string;
  value: JsonValue | undefined;
  readOnly: boolean;
  onChange: (value: number | undefined) => void;
}) {
  return (
    <Input
      small
      aria-label={label}
      placeholder={label}
      disabled={readOnly}
      inputMode="decimal"
      defaultValue={typeof value === 'number' ? String(value) : ''}
      className="w-24"
      onChange={({ target }) => {
        if (target.value === '') onChange(undefined);
        else if (Number.isFinite(Number(target.value))) onChange(Number(target.value));
      }}
    />
  );
}

function EnumAt({ path, name }: { path: Path; name: string }) {
  const { document } = useEditing();
  const value = at(document, path);
  const { edit } = useEditing();
  if (value === undefined) return <Add onClick={() => edit((text) => setValue(text, path, ['']))}>Choices</Add>;
  return <JsonAt path={path} label={`choices of ${name}`} inline />;
}

/** Any value as JSON, put into the document whenever it is whole. */
function JsonAt({ path, label, inline }: { readonly path: Path; readonly label: string; readonly inline?: boolean }) {
  const { document, edit, readOnly } = useEditing();
  const value = at(document, path);
  const shown = JSON.stringify(value ?? null, null, inline === true ? undefined : 2);
  const [draft, setDraft] = useState(shown);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    setDraft((now) => (same(now, value) ? now : shown));
  }, [shown, value]);
  return (
    <div className={inline === true ? 'flex items-center gap-1' : 'my-1 flex items-start gap-2'}>
      {inline !== true && <span className="w-28 shrink-0 pt-1.5 font-mono text-xs text-ink-2">{label}</span>}
      <Textarea
        aria-label={label}
        aria-invalid={broken || undefined}
        disabled={readOnly}
        rows={inline === true ? 1 : Math.min(12, draft.split('\n').length)}
        value={draft}
        className={inline === true ? 'h-7 w-48 resize-none px-2 py-1 font-mono text-xs' : 'font-mono text-xs'}
        onChange={({ target }) => {
          setDraft(target.value);
          try {
            const parsed = JSON.parse(target.value) as JsonValue;
            setBroken(false);
            edit((text) => setValue(text, path, parsed), true);
          } catch {
            setBroken(true);
          }
        }}
      />
      {!readOnly && (
        <IconButton icon="close" label={`Remove ${label}`} onClick={() => edit((text) => removeValue(text, path))} />
      )}
    </div>
  );
}

function same(text: string, value: JsonValue | JsonObject | undefined): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(value ?? null);
  } catch {
    return true;
  }
}
