import { useMemo, useState } from 'react';
import { Button, Input, Select } from '../../../ui/index.ts';
import { at, isObject, type Posture, setPosture, setPostures } from '../model/index.ts';
import { useEditing } from './editing.tsx';
import { postureWords } from './posture-words.ts';
import { ToolRow } from './tool-row.tsx';

const severities = ['critical', 'high', 'medium', 'low'];

/** How many rows are there at first, and come with each click: a server may list thousands of tools, and each row has a dozen controls (ADR 0344). */
const atOnce = 100;

/** The server’s tools, and the entries of the document that name none of them, each with what is done about it. */
export function ToolsEditor() {
  const { document, tools, edit, readOnly } = useEditing();
  const [filter, setFilter] = useState('');
  const [severity, setSeverity] = useState('');
  const [category, setCategory] = useState('');
  const [open, setOpen] = useState<string>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [pattern, setPattern] = useState('');
  const [most, setMost] = useState(atOnce);

  const entries = at(document, ['tools']);
  const others = useMemo(() => {
    const known = new Set(tools.map(({ name }) => name));
    return isObject(entries) ? Object.keys(entries).filter((name) => !known.has(name)) : [];
  }, [entries, tools]);
  const categories = useMemo(
    () => [...new Set(tools.map((tool) => tool.category).filter((one) => one !== undefined))].toSorted(),
    [tools],
  );
  const found = tools.filter(
    (tool) =>
      tool.name.toLowerCase().includes(filter.toLowerCase()) &&
      (severity === '' || tool.severity === severity) &&
      (category === '' || tool.category === category),
  );
  const shown = found.slice(0, most);
  const shownOthers = others.slice(0, Math.max(atOnce, most - found.length));
  const left = found.length + others.length - shown.length - shownOthers.length;
  const setAll = (posture: Posture): void => {
    const names = chosen.size > 0 ? [...chosen] : found.map(({ name }) => name);
    edit((text) => setPostures(text, names, posture));
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
          className="min-w-20 flex-1"
          onChange={({ target }) => setFilter(target.value)}
        />
        {(
          [
            ['Severity', 'any severity', severities, severity, setSeverity],
            ['Class', 'any class', categories, category, setCategory],
          ] as const
        ).map(([label, any, options, value, put]) => (
          <Select
            key={label}
            small
            aria-label={label}
            value={value}
            className="w-auto"
            onChange={({ target }) => put(target.value)}
          >
            <option value="">{any}</option>
            {options.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        ))}
        {!readOnly && (
          <Select
            small
            aria-label="Set all shown or chosen tools to"
            value=""
            className="w-auto"
            onChange={({ target }) => setAll(target.value as Posture)}
          >
            <option value="" disabled>
              {chosen.size > 0 ? `set ${chosen.size} chosen to…` : `set all ${found.length} to…`}
            </option>
            {postureWords.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
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
        {shownOthers.map((name, index) => (
          <ToolRow
            // A pattern that is being renamed stays the row that it was.
            // biome-ignore lint/suspicious/noArrayIndexKey: the place in the document is what stays
            key={`other-${index}`}
            name={name}
            open={open === `other-${index}`}
            onOpen={(now) => setOpen(now ? `other-${index}` : undefined)}
          />
        ))}
        {found.length + others.length === 0 && (
          <p className="px-4 py-6 text-center text-ink-2">
            {tools.length === 0
              ? 'The server’s tools are not known yet. Name one below, or a pattern such as get_*.'
              : 'No tool is like that.'}
          </p>
        )}
        {left > 0 && (
          <p className="flex flex-wrap items-center gap-3 border-b border-line px-3 py-2 text-xs text-ink-2">
            {left.toLocaleString('en')} more are not shown: filter them, or name them by a pattern.
            <Button small onClick={() => setMost(most + atOnce)}>
              Show {Math.min(left, atOnce)} more
            </Button>
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
