import { Field, Input } from '../../ui/index.ts';

/** The fewest characters of a new password; the gateway refuses a shorter one. */
const fewest = 12;

/** A password: the one that there is, or a new one. A browser's keeper of passwords tells them apart by it. */
export function PasswordField({
  label = 'Password',
  kind,
  hint = kind === 'new' ? `At least ${fewest} characters; a few words are better than one odd one.` : undefined,
  value,
  onChange,
}: {
  readonly label?: string;
  readonly kind: 'current' | 'new';
  readonly hint?: string | undefined;
  readonly value: string;
  readonly onChange: (password: string) => void;
}) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <Input
          {...ids}
          type="password"
          autoComplete={`${kind}-password`}
          required
          minLength={kind === 'new' ? fewest : undefined}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}
