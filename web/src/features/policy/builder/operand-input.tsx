import { useEffect, useState } from 'react';
import { Input, Select } from '../../../ui/index.ts';
import { type ArgumentPath, type JsonValue, type Operand, type Path, textOf } from '../model/index.ts';
import { useEditing, useValue } from './editing.tsx';
import { TokensAt } from './tokens-at.tsx';
import { TextAt } from './value-at.tsx';

/** What the value is compared with: the control that fits the operator and the argument. */
export function OperandInput({
  path,
  operand,
  argument,
}: {
  readonly path: Path;
  readonly operand: Operand;
  readonly argument: ArgumentPath | undefined;
}) {
  const { value, put } = useValue(path);
  const { readOnly } = useEditing();
  switch (operand) {
    case 'none':
      return null;
    case 'flag':
      return (
        <Select
          small
          aria-label="Value"
          disabled={readOnly}
          value={textOf(value ?? true)}
          className="w-auto"
          onChange={({ target }) => put(target.value === 'true')}
        >
          <option value="true">present</option>
          <option value="false">absent</option>
        </Select>
      );
    case 'type':
      return (
        <Select
          small
          aria-label="Value"
          disabled={readOnly}
          value={textOf(value)}
          className="w-auto"
          onChange={({ target }) => put(target.value)}
        >
          {['string', 'number', 'boolean', 'array', 'object', 'null'].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      );
    case 'text':
      return <TextAt path={path} label="Value" needed mono />;
    case 'textList':
      return <TokensAt path={path} label="Values" placeholder="type, then Enter" keepEmpty />;
    case 'anyList':
      return (
        <TokensAt
          path={path}
          label="Values"
          placeholder="type, then Enter"
          parse={(text) => scalarOf(text, argument)}
          keepEmpty
          {...optionsOf(argument)}
        />
      );
    case 'count':
    case 'order':
    case 'any':
      return (
        <ScalarInput
          value={value}
          argument={argument}
          numbers={operand !== 'any'}
          readOnly={readOnly}
          onChange={(next) => put(next, value !== undefined)}
        />
      );
  }
}

function optionsOf(argument: ArgumentPath | undefined): { options?: readonly string[] } {
  return argument === undefined || argument.options.length === 0 ? {} : { options: argument.options.map(textOf) };
}

/** A typed word as the JSON type that the argument has: `5` is a number where numbers are taken, and a text elsewhere. */
function scalarOf(text: string, argument: ArgumentPath | undefined): JsonValue {
  const types = argument?.types ?? [];
  const numeric = types.length === 0 || types.includes('number') || types.includes('integer');
  if (numeric && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if ((types.length === 0 || types.includes('boolean')) && (text === 'true' || text === 'false'))
    return text === 'true';
  return text;
}

type Kind = 'text' | 'number' | 'yes or no' | 'null' | 'JSON';

const kindOf = (value: JsonValue | undefined): Kind => {
  if (value === null) return 'null';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'yes or no';
  return typeof value === 'object' ? 'JSON' : 'text';
};

const firstOf: Readonly<Record<Kind, JsonValue>> = { text: '', number: 0, 'yes or no': true, null: null, JSON: {} };

function ScalarInput(props: {
  value: JsonValue | undefined;
  argument: ArgumentPath | undefined;
  numbers: boolean;
  readOnly: boolean;
  onChange: (value: JsonValue) => void;
}) {
  const { value, argument, onChange, readOnly } = props;
  const kind = kindOf(value);
  const shown = kind === 'JSON' ? JSON.stringify(value) : textOf(value);
  const [draft, setDraft] = useState(shown);
  useEffect(() => setDraft(shown), [shown]);
  const kinds: readonly Kind[] = props.numbers ? ['number', 'text'] : ['text', 'number', 'yes or no', 'null', 'JSON'];
  return (
    <>
      <Select
        small
        aria-label="Type of the value"
        disabled={readOnly}
        value={kind}
        className="w-auto"
        onChange={({ target }) => onChange(firstOf[target.value as Kind])}
      >
        {kinds.map((name) => (
          <option key={name} value={name}>
            {props.numbers && name === 'text' ? 'time' : name}
          </option>
        ))}
      </Select>
      {kind === 'yes or no' && (
        <Select
          small
          aria-label="Value"
          disabled={readOnly}
          value={textOf(value)}
          className="w-auto"
          onChange={({ target }) => onChange(target.value === 'true')}
        >
          <option value="true">true</option>
          <option value="false">false</option>
        </Select>
      )}
      {kind === 'text' && argument !== undefined && argument.options.length > 0 && (
        <Select
          small
          aria-label="Value"
          disabled={readOnly}
          value={shown}
          className="w-auto"
          onChange={({ target }) => onChange(target.value)}
        >
          {!argument.options.includes(shown) && <option value={shown}>{shown === '' ? '…' : shown}</option>}
          {argument.options.map((option) => (
            <option key={textOf(option)}>{textOf(option)}</option>
          ))}
        </Select>
      )}
      {(kind === 'number' || kind === 'JSON' || (kind === 'text' && (argument?.options.length ?? 0) === 0)) && (
        <Input
          small
          aria-label="Value"
          disabled={readOnly}
          value={draft}
          className="min-w-28 flex-1 font-mono"
          onChange={({ target }) => {
            setDraft(target.value);
            if (kind === 'text') onChange(target.value);
            else if (kind === 'number') {
              if (target.value !== '' && Number.isFinite(Number(target.value))) onChange(Number(target.value));
            } else {
              try {
                onChange(JSON.parse(target.value) as JsonValue);
              } catch {
                // Half a value is not put into the document.
              }
            }
          }}
        />
      )}
    </>
  );
}
