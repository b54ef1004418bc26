import { useCallback, useMemo, useReducer } from 'react';
import {
  begin,
  edited,
  type History,
  isObject,
  type JsonObject,
  plainValue,
  readTree,
  redone,
  SyntaxFault,
  undone,
} from './model/index.ts';

type Action =
  | { readonly kind: 'edit'; readonly change: (text: string) => string; readonly join: boolean }
  | { readonly kind: 'undo' | 'redo' }
  | { readonly kind: 'load'; readonly text: string };

interface State {
  readonly history: History;
  /** Whether the last edit was typing, which the next one may go on with. */
  readonly typing: boolean;
}

function reduce(state: State, action: Action): State {
  switch (action.kind) {
    case 'edit': {
      const text = attempt(action.change, state.history.text);
      return { history: edited(state.history, text, action.join && state.typing), typing: action.join };
    }
    case 'undo':
      return { history: undone(state.history), typing: false };
    case 'redo':
      return { history: redone(state.history), typing: false };
    case 'load':
      return { history: edited(state.history, action.text), typing: false };
  }
}

/** An edit of a text that is no JSON changes nothing: what is typed in the other pane comes first. */
function attempt(change: (text: string) => string, text: string): string {
  try {
    return change(text);
  } catch (error) {
    if (error instanceof SyntaxFault) return text;
    throw error;
  }
}

/** What a text that is no JSON lacks, and where. */
export interface Broken {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface PolicyText {
  readonly text: string;
  /** The document; the last whole one while the text is broken. */
  readonly document: JsonObject;
  readonly broken: Broken | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly edit: (change: (text: string) => string, join?: boolean) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly load: (text: string) => void;
}

/** The one text that both panes show and change. */
export function usePolicyText(initial: string): PolicyText {
  const [{ history }, dispatch] = useReducer(
    reduce,
    initial,
    (text): State => ({ history: begin(text), typing: false }),
  );
  const edit = useCallback(
    (change: (text: string) => string, join = false) => dispatch({ kind: 'edit', change, join }),
    [],
  );
  const undo = useCallback(() => dispatch({ kind: 'undo' }), []);
  const redo = useCallback(() => dispatch({ kind: 'redo' }), []);
  const load = useCallback((text: string) => dispatch({ kind: 'load', text }), []);
  const read = useMemo(() => readDocument(history.text), [history.text]);
  const document = useMemo(() => {
    if (read.document !== undefined) return read.document;
    const whole = history.past
      .toReversed()
      .map(readDocument)
      .find((one) => one.document !== undefined);
    return whole?.document ?? {};
  }, [read, history.past]);
  return {
    text: history.text,
    document,
    broken: read.broken,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    edit,
    undo,
    redo,
    load,
  };
}

function readDocument(text: string): { document?: JsonObject; broken?: Broken } {
  try {
    const value = plainValue(readTree(text));
    return isObject(value) ? { document: value } : { broken: { line: 1, column: 1, message: 'a policy is an object' } };
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    const before = text.slice(0, error.offset).split('\n');
    return { broken: { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message: error.message } };
  }
}
