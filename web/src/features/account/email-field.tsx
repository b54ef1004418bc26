import { Field, Input } from '../../ui/index.ts';

/** The address that somebody signs in with. */
export function EmailField({
  hint,
  disabled,
  value,
  onChange,
}: {
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly value: string;
  readonly onChange: (email: string) => void;
}) {
  return (
    <Field label="E-mail address" hint={hint}>
      {(ids) => (
        <Input
          {...ids}
          type="email"
          autoComplete="username"
          required
          disabled={disabled}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}
