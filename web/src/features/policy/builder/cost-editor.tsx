import { Select } from '../../../ui/index.ts';
import { type ArgumentPath, isObject, type Path } from '../model/index.ts';
import { useEditing, useValue } from './editing.tsx';
import { PathInput } from './path-input.tsx';
import { NumberAt } from './value-at.tsx';

/** What a call takes from its limit. */
export function CostEditor({ path, offered }: { path: Path; offered: readonly ArgumentPath[] }) {
  const { value, put, drop } = useValue(path);
  const { readOnly } = useEditing();
  const kind = value === undefined ? 'one' : isObject(value) ? 'argument' : 'constant';
  return (
    <>
      <Select
        small
        aria-label="Cost"
        disabled={readOnly}
        value={kind}
        className="w-auto"
        onChange={({ target }) => {
          if (target.value === 'one') drop();
          else put(target.value === 'constant' ? 1 : { path: offered[0]?.path ?? 'args.', min: 0 });
        }}
      >
        <option value="one">1</option>
        <option value="constant">a constant</option>
        <option value="argument">what an argument says</option>
      </Select>
      {kind === 'constant' && <NumberAt path={path} label="Cost of a call" needed />}
      {isObject(value) && (
        <>
          <PathInput
            label="Argument that says the cost"
            value={typeof value.path === 'string' ? value.path : ''}
            offered={offered}
            onChange={(name) => put({ ...value, path: name }, true)}
          />
          <span className="text-xs">at least</span>
          <NumberAt path={[...path, 'min']} label="Least cost" />
        </>
      )}
    </>
  );
}
