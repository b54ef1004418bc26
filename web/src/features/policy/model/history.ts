/** A text with the way back: every edit can be undone, in either pane. */
export interface History {
  readonly text: string;
  readonly past: readonly string[];
  readonly future: readonly string[];
}

const most = 200;

export const begin = (text: string): History => ({ text, past: [], future: [] });

/** @param join whether this edit goes on with the one before (typing), so that one step back undoes both */
export function edited(history: History, text: string, join = false): History {
  if (text === history.text) return history;
  if (join && history.past.length > 0) return { ...history, text, future: [] };
  return { text, past: [...history.past, history.text].slice(-most), future: [] };
}

export function undone(history: History): History {
  const last = history.past.at(-1);
  if (last === undefined) return history;
  return { text: last, past: history.past.slice(0, -1), future: [history.text, ...history.future] };
}

export function redone(history: History): History {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { text: next, past: [...history.past, history.text], future };
}
