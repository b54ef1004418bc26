import { Select } from '../../../ui/index.ts';
import {
  firstOperand,
  firstValue,
  isUntouched,
  type JsonValue,
  member,
  misfit,
  removeValue,
  setValue,
  suited,
  textOf,
} from '../model/index.ts';
import type { ConditionProps } from './condition-props.ts';
import { useEditing } from './editing.tsx';
import { OperandInput } from './operand-input.tsx';
import { PathInput } from './path-input.tsx';
import { RemarkLine, RemarksAt } from './remarks.tsx';
import { WrapMenu } from './wrap-menu.tsx';

/** A condition of one row: what is compared, how, and with what. */
export function ComparisonEditor({
  path,
  purpose,
  offered,
  item,
  onRemove,
  value,
}: ConditionProps & { value: JsonValue | undefined }) {
  const { edit, operators, readOnly } = useEditing();
  const pathText = textOf(member(value, 'path'));
  const name = textOf(member(value, 'op'));
  const argument = offered.find((one) => one.path === pathText);
  const { fitting, others } = suited(operators, argument?.types ?? []);
  const operator = operators.find((one) => one.name === name);
  const choose = (next: string): void => {
    const chosen = operators.find((one) => one.name === next);
    const first = chosen === undefined ? undefined : firstOperand(chosen.operand, argument);
    edit((text) => {
      const named = setValue(text, [...path, 'op'], next);
      if (chosen?.operand === operator?.operand) return named;
      return first === undefined ? removeValue(named, [...path, 'value']) : setValue(named, [...path, 'value'], first);
    });
  };
  /** A value that nobody has chosen yet goes with the path: it is of the type that its argument has. */
  const about = (next: string): void => {
    const other = offered.find((one) => one.path === next);
    const operand = member(value, 'value');
    edit((text) => {
      const moved = setValue(text, [...path, 'path'], next);
      return operator?.operand === 'any' && isUntouched(operand, argument)
        ? setValue(moved, [...path, 'value'], firstValue(other))
        : moved;
    }, true);
  };
  const odd = misfit(argument, name, member(value, 'value'));
  return (
    <div className="py-0.5">
      <div className="flex flex-wrap items-center gap-1.5">
        <PathInput
          label="Path"
          value={pathText}
          offered={offered}
          facts={purpose}
          item={item === true}
          onChange={about}
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
      {operator !== undefined && <p className="mt-1 text-2xs text-ink-3">{operator.doc}</p>}
      {odd !== undefined && <RemarkLine message={odd} grave={false} />}
      <RemarksAt path={path} deep />
    </div>
  );
}
