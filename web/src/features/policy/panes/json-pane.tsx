import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { byNumber, unseen } from '../../../ui/index.ts';
import type { Remark } from '../builder/editing.tsx';
import type { JsonObject } from '../model/index.ts';
import { schemaCompletion } from './schema-completion.ts';

const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--color-surface)', color: 'var(--color-ink)', fontSize: '12.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--color-accent)', padding: '10px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--color-accent)' },
  '.cm-gutters': { backgroundColor: 'var(--color-surface)', color: 'var(--color-ink-3)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--color-hover) 70%, transparent)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--color-accent-soft)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--color-raised)',
    border: '1px solid var(--color-line)',
    borderRadius: '7px',
    boxShadow: 'var(--shadow-pop)',
    overflow: 'hidden',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--color-accent-fill)', color: '#fff' },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.8' },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--color-accent)' },
  { tag: tags.string, color: 'var(--color-allow)' },
  { tag: tags.number, color: 'var(--color-limit)' },
  { tag: [tags.bool, tags.null], color: 'var(--color-ask)' },
  { tag: tags.invalid, color: 'var(--color-deny)' },
]);

/** A character that nobody would see, in the editor as everywhere. */
function spelled(codePoint: number): HTMLElement {
  const place = document.createElement('span');
  place.className = 'cm-specialChar';
  place.textContent = byNumber(codePoint);
  return place;
}

/** A key’s work, after which nothing else is to be done for it. */
const handled = (work: () => void) => (): boolean => {
  work();
  return true;
};

/** The document as text, beside the builder: the same text, always. */
export default function JsonPane(props: {
  readonly text: string;
  readonly readOnly: boolean;
  readonly remarks: readonly Remark[];
  readonly schema: JsonObject;
  readonly tools: readonly string[];
  readonly onChange: (text: string) => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  latest.current = props;
  const editable = useRef(new Compartment());

  useEffect(() => {
    if (place.current === null) return;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          lineNumbers(),
          foldGutter(),
          lintGutter(),
          drawSelection(),
          highlightSpecialChars({ specialChars: unseen, render: spelled }),
          highlightActiveLine(),
          highlightSelectionMatches(),
          bracketMatching(),
          closeBrackets(),
          json(),
          autocompletion({ override: [schemaCompletion(latest.current.schema, () => latest.current.tools)] }),
          syntaxHighlighting(colours),
          look,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'The policy as JSON' }),
          // One history serves both panes.
          keymap.of([
            { key: 'Mod-z', run: handled(() => latest.current.onUndo()) },
            { key: 'Mod-Shift-z', run: handled(() => latest.current.onRedo()) },
            { key: 'Mod-y', run: handled(() => latest.current.onRedo()) },
            ...completionKeymap,
            ...searchKeymap,
            ...defaultKeymap,
          ]),
          editable.current.of([]),
          EditorView.updateListener.of((update) => {
            if (
              update.docChanged &&
              update.transactions.some(
                (one) =>
                  one.isUserEvent('input') ||
                  one.isUserEvent('delete') ||
                  one.isUserEvent('move') ||
                  one.isUserEvent('complete'),
              )
            ) {
              latest.current.onChange(update.state.doc.toString());
            }
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    view.current?.dispatch({
      effects: editable.current.reconfigure([
        EditorState.readOnly.of(props.readOnly),
        EditorView.editable.of(!props.readOnly),
      ]),
    });
  }, [props.readOnly]);

  // What was changed elsewhere comes in as the smallest change that there is, so that the cursor stays where it was.
  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const before = editor.state.doc.toString();
    if (before === props.text) return;
    let front = 0;
    const most = Math.min(before.length, props.text.length);
    while (front < most && before[front] === props.text[front]) front++;
    let back = 0;
    while (back < most - front && before.at(-1 - back) === props.text.at(-1 - back)) back++;
    editor.dispatch({
      changes: { from: front, to: before.length - back, insert: props.text.slice(front, props.text.length - back) },
      effects: EditorView.scrollIntoView(front, { y: 'nearest', yMargin: 60 }),
    });
  }, [props.text]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const { doc } = editor.state;
    const diagnostics = props.remarks.map((remark): Diagnostic => {
      const line = doc.line(Math.min(Math.max(1, remark.line), doc.lines));
      const from = Math.min(line.from + Math.max(0, remark.column - 1), line.to);
      const word = /^"(?:[^"\\]|\\.)*"|^[^\s,\]}]+/.exec(doc.sliceString(from, line.to))?.[0] ?? ' ';
      return {
        from,
        to: Math.min(from + word.length, line.to),
        severity: remark.grave ? 'error' : 'warning',
        message: remark.message,
      };
    });
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [props.remarks]);

  return <div ref={place} className="h-full min-h-80 overflow-hidden" />;
}
