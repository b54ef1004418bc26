import { cx, Input } from '../../../ui/index.ts';
import { type ArgumentPath, factPaths } from '../model/index.ts';
import { useEditing } from './editing.tsx';
import { useSuggestions } from './suggestions.tsx';

/** A path of the language: those of the tool’s own schema are offered, any other may be typed. */
export function PathInput(props: {
  readonly label: string;
  readonly value: string;
  readonly offered: readonly ArgumentPath[];
  readonly onChange: (path: string) => void;
  /** Whether facts beside the arguments may stand here. */
  readonly facts?: 'permission' | 'refusal';
  readonly item?: boolean;
  readonly className?: string;
}) {
  const { readOnly } = useEditing();
  const known = props.offered.find(({ path }) => path === props.value);
  const { field, list } = useSuggestions(() => (
    <>
      {props.item === true && <option value="item" />}
      {props.offered.map(({ path, types }) => (
        <option key={path} value={path}>
          {types.join(' or ')}
        </option>
      ))}
      {props.facts !== undefined &&
        factPaths
          .filter(({ refusalOnly }) => props.facts === 'refusal' || refusalOnly !== true)
          .map(({ path, means }) => (
            <option key={path} value={path}>
              {means}
            </option>
          ))}
    </>
  ));
  return (
    <>
      <Input
        small
        {...field}
        aria-label={props.label}
        title={known?.description === '' ? undefined : known?.description}
        disabled={readOnly}
        value={props.value}
        placeholder="args.…"
        className={cx('font-mono', props.className ?? 'w-48')}
        onChange={({ target }) => props.onChange(target.value)}
      />
      {list}
    </>
  );
}
