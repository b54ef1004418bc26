import { Checkbox, IconButton, Input, Select } from '../../../ui/index.ts';
import {
  at,
  isList,
  isObject,
  type JsonValue,
  member,
  type Path,
  removeValue,
  setValue,
  textOf,
} from '../model/index.ts';
import { useEditing } from './editing.tsx';
import { JsonAt } from './json-at.tsx';
import { Add } from './parts.tsx';
import { TextAt } from './value-at.tsx';

const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;

/** Keywords of one argument that have a control of their own; whatever else stands there is shown as JSON. */
const own = new Set(['type', 'enum', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern']);

/** What the schema says of one argument. */
export function PropertyEditor({
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
