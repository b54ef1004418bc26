import { type FormEvent, useState } from 'react';
import { Problem } from '../../api/problem.ts';
import { Button, Field, Input, ProblemNote } from '../../ui/index.ts';
import { EmailField } from './email-field.tsx';
import { PasswordField } from './password-field.tsx';
import { signIn } from './sign-in.ts';

/** Address and password; the second factor is asked for when there is one. */
export function SignInForm({ email: known, onDone }: { readonly email?: string; readonly onDone: () => void }) {
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [factor, setFactor] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await signIn({ email, password, code });
      onDone();
    } catch (error) {
      if (error instanceof Problem && error.code === 'second_factor_required') setFactor(true);
      else setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <EmailField disabled={known !== undefined} value={email} onChange={setEmail} />
      <PasswordField kind="current" value={password} onChange={setPassword} />
      {factor && (
        <Field
          label="Code of your second factor"
          hint="Six digits from your authenticator, or one of your recovery codes."
        >
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              required
              // No keyboard of digits alone: a recovery code has letters.
              autoComplete="one-time-code"
              value={code}
              onChange={({ target }) => setCode(target.value)}
            />
          )}
        </Field>
      )}
      {problem !== undefined && <ProblemNote problem={problem} className="mb-4" />}
      <Button look="primary" type="submit" busy={busy} className="w-full">
        {factor ? 'Confirm' : 'Sign in'}
      </Button>
    </form>
  );
}
