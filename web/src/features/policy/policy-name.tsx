import type { ReactNode } from 'react';
import { Field, Input } from '../../ui/index.ts';

/** What a new policy is called. */
export function PolicyName(props: {
  readonly label: string;
  readonly hint: ReactNode;
  readonly error?: string | undefined;
  readonly value: string;
  readonly onChange: (name: string) => void;
}) {
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(ids) => (
        <Input
          {...ids}
          required
          pattern="[a-z0-9][a-z0-9._\-]*"
          title="A small letter or digit first; then small letters, digits and . _ -"
          value={props.value}
          onChange={({ target }) => props.onChange(target.value)}
          className="w-full font-mono"
        />
      )}
    </Field>
  );
}
