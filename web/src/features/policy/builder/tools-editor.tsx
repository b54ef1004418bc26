import { useMemo, useState } from 'react';
import { Badge, Button, Checkbox, cx, Icon, IconButton, Input, Segmented, Severity } from '../../../ui/index.ts';
import { at, isObject, type Posture, reachOf, renameKey, setPosture } from '../model/index.ts';
import { type KnownTool, useEditing, useRemarks } from './editing.tsx';
import { RulesEditor } from './rules-editor.tsx';

/** The words of the builder, with what each promises. */
const words: readonly {
  readonly value: Posture;
  readonly label: string;
  readonly title: string;
  readonly tone: string;
}[] = [
  { value: 'unset', label: 'Default', title: 'No entry of its own: globs and the default decide', tone: 'text-ink' },
  { value: 'allow', label: 'Allow', title: 'Every call passes', tone: 'text-allow' },
  { value: 'limit', label: 'Limit', title: 'So many calls in a window', tone: 'text-limit' },
  { value: 'ask', label: 'Ask', title: 'A human decides each call', tone: 'text-ask' },
  { value: 'deny', label: 'Deny', title: 'Listed, and every call is refused with the reason', tone: 'text-deny' },
  { value: 'hide', label: 'Hide', title: 'As if it did not exist', tone: 'text-ink-2' },
  {
    value: 'custom',
    label: 'Custom',
    title: 'Conditions, schemas and whatever else the language has',
    tone: 'text-accent',
  },
];

const severities = ['critical', 'high', 'medium', 'low'];

/** The server’s tools, and the entries of the document that name none of them, each with what is done about it. */
export function ToolsEditor() {
  const { document, tools, edit, readOnly } = useEditing();
  const [filter, setFilter] = useState('');
  const [severity, setSeverity] = useState('');
  const [category, setCategory] = useState('');
  const [open, setOpen] = useState<string>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [pattern, setPattern] = useState('');

  const entries = at(document, ['tools']);
  const others = useMemo(() => {
    const known = new Set(tools.map(({ name }) => name));
    return isObject(entries) ? Object.keys(entries).filter((name) => !known.has(name)) : [];
  }, [entries, tools]);
  const categories = [...new Set(tools.map((tool) => tool.category).filter((one) => one !== undefined))].toSorted();
  const shown = tools.filter(
    (tool) =>
      tool.name.toLowerCase().includes(filter.toLowerCase()) &&
      (severity === '' || tool.severity === severity) &&
      (category === '' || tool.category === category),
  );
  const setAll = (posture: Posture): void => {
    const names = chosen.size > 0 ? [...chosen] : shown.map(({ name }) => name);
    edit((text) => names.reduce((now, name) => setPosture(now, name, posture), text));
    setChosen(new Set());
  };
  const toggle = (name: string): void =>
    setChosen((now) => new Set(now.has(name) ? [...now].filter((one) => one !== name) : [...now, name]));

  return (
    <div className="@container">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <Input
          small
          type="search"
          aria-label="Filter tools"
          placeholder="Filter tools"
          value={filter}
          className="min-w-32 flex-1"
          onChange={({ target }) => setFilter(target.value)}
        />
        <select
          aria-label="Severity"
          value={severity}
          onChange={({ target }) => setSeverity(target.value)}
          className="h-7 rounded-md border border-line-strong bg-surface px-1 text-xs"
        >
          <option value="">any severity</option>
          {severities.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <select
          aria-label="Class"
          value={category}
          onChange={({ target }) => setCategory(target.value)}
          className="h-7 rounded-md border border-line-strong bg-surface px-1 text-xs"
        >
          <option value="">any class</option>
          {categories.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        {!readOnly && (
          <select
            aria-label="Set all shown or chosen tools to"
            value=""
            className="h-7 rounded-md border border-line-strong bg-surface px-1 text-xs"
            onChange={({ target }) => setAll(target.value as Posture)}
          >
            <option value="" disabled>
              {chosen.size > 0 ? `set ${chosen.size} chosen to…` : `set all ${shown.length} to…`}
            </option>
            {words.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )}
      </div>
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        {shown.map((tool) => (
          <ToolRow
            key={tool.name}
            name={tool.name}
            tool={tool}
            open={open === tool.name}
            onOpen={(now) => setOpen(now ? tool.name : undefined)}
            chosen={chosen.has(tool.name)}
            onChoose={() => toggle(tool.name)}
          />
        ))}
        {others.map((name, index) => (
          <ToolRow
            // A pattern that is being renamed stays the row that it was.
            // biome-ignore lint/suspicious/noArrayIndexKey: the place in the document is what stays
            key={`other-${index}`}
            name={name}
            open={open === `other-${index}`}
            onOpen={(now) => setOpen(now ? `other-${index}` : undefined)}
          />
        ))}
        {shown.length + others.length === 0 && (
          <p className="px-4 py-6 text-center text-ink-2">
            {tools.length === 0
              ? 'The server’s tools are not known yet. Name one below, or a pattern such as get_*.'
              : 'No tool is like that.'}
          </p>
        )}
        {!readOnly && (
          <form
            className="flex items-center gap-2 border-t border-line px-3 py-2"
            onSubmit={(event) => {
              event.preventDefault();
              if (pattern === '') return;
              edit((text) => setPosture(text, pattern, 'custom'));
              setPattern('');
            }}
          >
            <Input
              small
              aria-label="Name or pattern"
              placeholder="another name, or a pattern such as get_*"
              value={pattern}
              className="flex-1 font-mono"
              onChange={({ target }) => setPattern(target.value)}
            />
            <Button small type="submit" icon="plus" disabled={pattern === ''}>
              Entry
            </Button>
          </form>
        )}
      </div>
    </div>
  );
}

function ToolRow(props: {
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
            options={words}
            disabled={readOnly}
            onChange={choose}
          />
        </div>
        <select
          aria-label={`What is done about ${name}, in short`}
          value={reach.own}
          disabled={readOnly}
          className="h-7 rounded-md border border-line-strong bg-surface px-1 text-xs @xl:hidden"
          onChange={({ target }) => choose(target.value as Posture)}
        >
          {words.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
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
