import { Badge, Checkbox, cx, Icon, IconButton, Input, Segmented, Select, Severity } from '../../../ui/index.ts';
import { type Posture, reachOf, renameKey, setPosture } from '../model/index.ts';
import { type KnownTool, useEditing, useRemarks } from './editing.tsx';
import { postureWords } from './posture-words.ts';
import { RulesEditor } from './rules-editor.tsx';

/** One tool, or an entry that names none: what is done about it, and all of its rules once it is opened. */
export function ToolRow(props: {
  readonly name: string;
  readonly tool?: KnownTool;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly chosen?: boolean;
  readonly onChoose?: () => void;
}) {
  const { name, tool, open, onOpen } = props;
  const { document, edit, readOnly } = useEditing();
  const remarks = useRemarks(['tools', name], true);
  const reach = reachOf(document, name);
  const choose = (posture: Posture): void => {
    edit((text) => setPosture(text, name, posture));
    onOpen(posture === 'custom' || (open && posture !== 'unset'));
  };
  const through = reach.through.filter((one) => one !== 'all_tools');
  return (
    <div className="border-b border-line last:border-b-0" data-tool={name}>
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5 px-3 py-2">
        {props.onChoose !== undefined && !readOnly ? (
          <Checkbox
            label={<span className="sr-only">Choose {name}</span>}
            checked={props.chosen === true}
            onChange={props.onChoose}
            className="-mr-1"
          />
        ) : (
          <span className="w-4" />
        )}
        <button
          type="button"
          aria-expanded={open}
          className="flex min-w-0 flex-1 basis-44 items-center gap-2 text-left"
          onClick={() => onOpen(!open)}
        >
          <Icon name="chevron" className={cx('size-3 text-ink-3 transition-transform', open && 'rotate-90')} />
          <span className="min-w-0">
            <span className="flex min-w-0 items-center gap-2">
              <span className="foreign truncate font-mono text-xs font-medium">{name}</span>
              {tool?.severity !== undefined && <Severity severity={tool.severity} bare />}
              {tool?.quarantined === true && (
                <Badge tone="ask" icon="warning">
                  quarantined
                </Badge>
              )}
              {remarks.length > 0 && (
                <Badge tone={remarks.some(({ grave }) => grave) ? 'deny' : 'ask'} icon="warning">
                  {remarks.length}
                </Badge>
              )}
            </span>
            <span className="block truncate text-2xs text-ink-3">
              {tool?.category ?? (tool === undefined ? 'pattern' : 'unclassified')}
              {reach.own === 'unset' &&
                ` · ${reach.effective === 'deny' ? 'denied' : reach.effective} by ${through.join(', ')}`}
              {reach.own !== 'unset' && through.length > 0 && ` · also ${through.join(', ')}`}
            </span>
          </span>
        </button>
        <div className="hidden @xl:block">
          <Segmented
            label={`What is done about ${name}`}
            value={reach.own}
            options={postureWords}
            disabled={readOnly}
            onChange={choose}
          />
        </div>
        <Select
          small
          aria-label={`What is done about ${name}, in short`}
          value={reach.own}
          disabled={readOnly}
          className="w-auto @xl:hidden"
          onChange={({ target }) => choose(target.value as Posture)}
        >
          {postureWords.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </div>
      {open && (
        <div className="border-t border-line">
          {tool?.description !== undefined && tool.description !== '' && (
            <p className="foreign max-h-24 overflow-y-auto border-b border-line bg-canvas px-4 py-2 text-xs text-ink-2">
              {tool.description}
            </p>
          )}
          {tool === undefined && !readOnly && (
            <div className="flex items-center gap-2 border-b border-line px-4 py-2">
              <Input
                small
                aria-label="Name or pattern of this entry"
                value={name}
                className="flex-1 font-mono"
                onChange={({ target }) => edit((text) => renameKey(text, ['tools', name], target.value), true)}
              />
              <IconButton icon="trash" label="Remove entry" onClick={() => choose('unset')} />
            </div>
          )}
          <RulesEditor path={['tools', name]} kind="tool" name={name} schema={tool?.inputSchema} />
        </div>
      )}
    </div>
  );
}
