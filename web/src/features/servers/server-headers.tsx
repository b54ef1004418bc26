import { jsonPointer } from '../../kernel/json-pointer.ts';
import { Button, cx, Field, IconButton, Input } from '../../ui/index.ts';
import type { HeaderDraft } from './server-draft.ts';

/** As the API takes a value (`control/registry/server-fields.ts`): it refuses a row, and where this holds, for its name. */
const valueGrammar = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

/** The headers that a server is sent: a value is replaced, never shown. */
export function ServerHeaders(props: {
  readonly headers: readonly HeaderDraft[];
  readonly wrong: ReadonlyMap<string, string>;
  readonly onChange: (headers: readonly HeaderDraft[]) => void;
}) {
  const { headers, wrong, onChange } = props;
  const put = (id: number, change: Partial<HeaderDraft>): void =>
    onChange(headers.map((one) => (one.id === id ? { ...one, ...change } : one)));
  const add = (): void => {
    const id = Math.max(-1, ...headers.map((one) => one.id)) + 1;
    onChange([...headers, { id, name: '', value: '', state: 'added' }]);
  };
  return (
    <>
      {headers.map(({ id, name, value, state }) => {
        const error = wrong.get(jsonPointer(['headers', name.trim()]));
        if (state === 'removed') {
          return (
            <div key={id} className="mb-4 flex items-center gap-3 rounded-md bg-sunken px-3 py-1.5">
              <span className="min-w-0 flex-1 truncate text-ink-2">
                <code className="whitespace-nowrap line-through">{name}</code> goes when you save
              </span>
              <Button small onClick={() => put(id, { state: 'sealed' })} aria-label={`Keep ${name}`}>
                Keep
              </Button>
            </div>
          );
        }
        const sealed = state === 'sealed';
        const wrongName = !sealed && valueGrammar.test(value);
        return (
          <div key={id} className="flex items-start gap-2">
            <div className={cx('grid min-w-0 flex-1 gap-x-2', !sealed && 'sm:grid-cols-[10rem_minmax(0,1fr)]')}>
              {!sealed && (
                <Field label="Header" error={wrongName ? error : undefined}>
                  {(ids) => (
                    <Input
                      {...ids}
                      autoFocus
                      required
                      placeholder="Authorization"
                      className="w-full font-mono"
                      value={name}
                      onChange={({ target }) => put(id, { name: target.value })}
                    />
                  )}
                </Field>
              )}
              <Field
                label={sealed ? <code className="foreign">{name}</code> : 'Value'}
                error={wrongName ? undefined : error}
              >
                {(ids) => (
                  <Input
                    {...ids}
                    type="password"
                    autoComplete="off"
                    required={!sealed}
                    placeholder={sealed ? 'stays as it is, or the new value' : 'Bearer …'}
                    value={value}
                    onChange={({ target }) => put(id, { value: target.value })}
                  />
                )}
              </Field>
            </div>
            <span className="pt-5.5">
              <IconButton
                icon="trash"
                label={name === '' ? 'Take the header away' : `Take ${name} away`}
                onClick={() =>
                  sealed ? put(id, { state: 'removed', value: '' }) : onChange(headers.filter((one) => one.id !== id))
                }
              />
            </span>
          </div>
        );
      })}
      <Button small icon="plus" onClick={add}>
        Add a header
      </Button>
    </>
  );
}
