import { createContext, use } from 'react';
import { jsonPointer } from '../../../kernel/json-pointer.ts';
import type { JsonObject, JsonValue, Operator, Path } from '../model/index.ts';
import { at, removeValue, setValue } from '../model/index.ts';

/** A tool as the builder shows it: what the server says of it is text of a stranger. */
export interface KnownTool {
  readonly name: string;
  readonly description: string;
  readonly category: string | undefined;
  readonly severity: string | undefined;
  readonly inputSchema: JsonValue;
  readonly quarantined: boolean;
}

/** Something wrong, or doubtful, at a place of the document. */
export interface Remark {
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly grave: boolean;
}

/** The document under way and how it is changed: what every control of the builder works on. */
export interface Editing {
  readonly document: JsonObject;
  readonly tools: readonly KnownTool[];
  readonly operators: readonly Operator[];
  readonly remarks: readonly Remark[];
  readonly readOnly: boolean;
  /** @param join part of what was being typed */
  edit(change: (text: string) => string, join?: boolean): void;
}

const Context = createContext<Editing | undefined>(undefined);
export const EditingProvider = Context.Provider;

export function useEditing(): Editing {
  const editing = use(Context);
  if (editing === undefined) throw new Error('no policy is being edited here');
  return editing;
}

/** One value of the document, and how it is put and taken away. */
export function useValue(path: Path): {
  readonly value: JsonValue | undefined;
  readonly put: (value: JsonValue, join?: boolean) => void;
  readonly drop: () => void;
} {
  const { document, edit } = useEditing();
  return {
    value: at(document, path),
    put: (value, join) => edit((text) => setValue(text, path, value), join),
    drop: () => edit((text) => removeValue(text, path)),
  };
}

/** What the engine says about exactly this place, or about anything in it. */
export function useRemarks(path: Path, deep = false): readonly Remark[] {
  const { remarks } = useEditing();
  const pointer = jsonPointer(path);
  return remarks.filter((remark) => remark.pointer === pointer || (deep && remark.pointer.startsWith(`${pointer}/`)));
}
