import { type ComponentProps, useEffect, useRef, useState } from 'react';
import { Input } from './field.tsx';

/** How long nothing must be typed until it is looked for, in ms. */
const restMs = 250;

/**
 * A field whose value stands in the address. What is typed is shown at once, whatever the address says meanwhile; it goes
 * there when the typing rests, or with Enter. A value that came another way (back, a link) is shown as it is.
 *
 * @param props.onSearch puts the value into the address; never called once somebody has left for another page, which may
 *   still be on its way while this one is looked at: whoever has gone on is not called back
 */
export function SearchInput({
  value,
  onSearch,
  ...rest
}: Omit<ComponentProps<typeof Input>, 'value' | 'onChange' | 'type'> & {
  readonly value: string;
  readonly onSearch: (value: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const page = useRef('');
  const search = useRef(onSearch);
  search.current = onSearch;
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);
  const tell = (text: string): void => {
    if (text === told.current || window.location.pathname !== page.current) return;
    told.current = text;
    search.current(text);
  };
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => {
    const timer = setTimeout(() => latest.current(typed), restMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Input
      {...rest}
      type="search"
      value={typed}
      onChange={({ target }) => {
        page.current = window.location.pathname;
        setTyped(target.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') tell(typed);
      }}
    />
  );
}
