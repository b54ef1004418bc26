import { type ReactNode, useId, useState } from 'react';

/** What is offered while something is typed: a hundred fields of two hundred suggestions each are not there before the hand is. */
export function useSuggestions(options: () => ReactNode) {
  const id = useId();
  const [near, setNear] = useState(false);
  return {
    /** For the field. */
    field: { list: near ? id : undefined, onFocus: () => setNear(true) },
    /** To stand beside it. */
    list: near && <datalist id={id}>{options()}</datalist>,
  };
}
