import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { Button, Field, Input, ProblemNote } from '../../ui/index.ts';
import { Outside } from './outside.tsx';
import { secretOfAddress } from './secret-of-address.ts';
import { enter } from './sign-in.ts';

/** The first account of an installation, by the one-time link that the gateway printed. */
export function SetUpPage() {
  const navigate = useNavigate();
  const [secret] = useState(secretOfAddress);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const name = email.slice(0, email.indexOf('@')) || 'admin';
      const { token } = await call('setup.complete', { secret, email: email.trim(), name, password });
      await enter(token);
      await navigate({ to: '/welcome' });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  if (secret === '') {
    return (
      <Outside
        title="The set-up link is not whole"
        lead="Copy it once more from where the gateway printed it, up to its last character."
      >
        <Button onClick={() => void navigate({ to: '/sign-in' })}>Sign in instead</Button>
      </Outside>
    );
  }
  return (
    <Outside
      title="Set up Toolgate"
      lead="The first account may do everything. There is no other one, and no default password."
    >
      <form onSubmit={(event) => void submit(event)}>
        <Field label="E-mail address" hint="You sign in with it. Nothing is sent.">
          {(ids) => (
            <Input
              {...ids}
              type="email"
              autoComplete="username"
              required
              value={email}
              onChange={({ target }) => setEmail(target.value)}
            />
          )}
        </Field>
        <Field label="Password" hint="At least 12 characters; a few words are better than one odd one.">
          {(ids) => (
            <Input
              {...ids}
              type="password"
              autoComplete="new-password"
              required
              minLength={12}
              value={password}
              onChange={({ target }) => setPassword(target.value)}
            />
          )}
        </Field>
        {problem !== undefined && (
          <div className="mb-4">
            <ProblemNote problem={problem} />
          </div>
        )}
        <Button look="primary" type="submit" busy={busy} className="w-full">
          Create the account
        </Button>
      </form>
    </Outside>
  );
}
