import schema from 'virtual:policy-schema';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { cx, Icon, IconButton, Pills, Section } from '../../ui/index.ts';
import { AllToolsEditor, StanceEditor } from './builder/document-editor.tsx';
import { type Editing, EditingProvider, type KnownTool, type Remark } from './builder/editing.tsx';
import { ItemsEditor } from './builder/items-editor.tsx';
import { SettingsEditor } from './builder/settings-editor.tsx';
import { ToolsEditor } from './builder/tools-editor.tsx';
import { operatorsOf } from './model/index.ts';
import type { PolicyText } from './use-policy-text.ts';

const JsonPane = lazy(() => import('./panes/json-pane.tsx'));
const operators = operatorsOf(schema);

/** No control changes a document that is only read, whatever it forgot to ask. */
const keep: Editing['edit'] = () => undefined;

/** A panel beside the builder, by its name in the address. */
export interface Panel {
  readonly id: string;
  readonly label: string;
  readonly content: () => ReactNode;
}

/** The builder and, beside it, the text or one of the panels; all of one document. */
export function PolicyEditor(props: {
  readonly policy: PolicyText;
  readonly tools: readonly KnownTool[];
  readonly remarks: readonly Remark[];
  readonly readOnly: boolean;
  readonly panels: readonly Panel[];
}) {
  const { policy, tools, remarks, readOnly, panels } = props;
  const { text, document, broken, edit, undo, redo } = policy;
  const [panel, setPanel] = useState<string | undefined>(() => (window.innerWidth < 1100 ? undefined : 'json'));
  const editing = useMemo<Editing>(() => {
    const fixed = readOnly || broken !== undefined;
    return { document, tools, operators, remarks, readOnly: fixed, edit: fixed ? keep : edit };
  }, [document, tools, remarks, readOnly, broken, edit]);
  const names = useMemo(() => tools.map(({ name }) => name), [tools]);
  const change = useCallback((next: string) => edit(() => next, true), [edit]);

  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!(event.metaKey || event.ctrlKey) || event.defaultPrevented) return;
      const target =
        event.target instanceof Element ? event.target.closest('input, textarea, .cm-editor, [role$=dialog]') : null;
      if (target !== null) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) undo();
      else if (key === 'y' || (key === 'z' && event.shiftKey)) redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [undo, redo]);

  const all: readonly Panel[] = [
    {
      id: 'json',
      label: 'JSON',
      content: () => (
        <Suspense fallback={<div className="p-4 text-ink-3">Loading the editor…</div>}>
          <JsonPane
            text={text}
            readOnly={readOnly}
            remarks={remarks}
            schema={schema}
            tools={names}
            onChange={change}
            onUndo={undo}
            onRedo={redo}
          />
        </Suspense>
      ),
    },
    ...panels,
  ];
  const open = all.find(({ id }) => id === panel);
  return (
    <EditingProvider value={editing}>
      <div className="mb-3 flex items-center gap-1">
        <IconButton icon="undo" label="Undo" disabled={!policy.canUndo} onClick={undo} />
        <IconButton icon="redo" label="Redo" disabled={!policy.canRedo} onClick={redo} />
        <span className="flex-1" />
        <Pills label="Panels" pills={all} open={panel} onOpen={(id) => setPanel(id === panel ? undefined : id)} />
      </div>
      <div
        className={cx(
          'grid gap-5',
          open !== undefined &&
            'xl:grid-cols-[minmax(0,1fr)_minmax(0,30rem)] 2xl:grid-cols-[minmax(0,1fr)_minmax(0,38rem)]',
        )}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset lays its content out by rules of its own */}
        <div role="group" aria-label="Builder" className="min-w-0">
          {broken !== undefined && (
            <p role="alert" className="mb-3 flex items-center gap-2 rounded-md bg-ask-soft px-3 py-2 text-ask">
              <Icon name="warning" />
              The text is no JSON at line {broken.line}, column {broken.column} ({broken.message}). The builder waits
              until it is.
            </p>
          )}
          <StanceEditor />
          <Section title="Tools" hint="All entries that match a call apply; their order changes nothing.">
            <ToolsEditor />
          </Section>
          <Section title="Every tool call">
            <AllToolsEditor />
          </Section>
          <Section title="Resources">
            <ItemsEditor kind="resources" placeholder="file:///srv/*" />
          </Section>
          <Section title="Prompts">
            <ItemsEditor kind="prompts" placeholder="plan_*" />
          </Section>
          <Section title="Settings">
            <SettingsEditor />
          </Section>
        </div>
        {open !== undefined && (
          <section aria-label={open.label} className="order-first min-w-0 xl:order-none">
            <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-card xl:sticky xl:top-4 xl:h-[calc(100dvh-2rem)] xl:overflow-y-auto">
              {open.content()}
            </div>
          </section>
        )}
      </div>
    </EditingProvider>
  );
}
