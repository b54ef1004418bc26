import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { Button, Card, ProblemNote, Section, toast } from '../../ui/index.ts';
import { PasswordField } from '../account/password-field.tsx';
import { enter } from '../account/sign-in.ts';

/** Another password, for who knows the one that there is. */
export function ChangePassword() {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<unknown>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setProblem(undefined);
    try {
      const { token } = await call('profile.change_password', { current, password });
      await enter(token);
      setCurrent('');
      setPassword('');
      toast('Your password is changed; your other sessions have ended.');
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <Section title="Password">
      <Card className="p-4">
        <form onSubmit={(event) => void submit(event)}>
          <PasswordField label="Current password" kind="current" value={current} onChange={setCurrent} />
          <PasswordField label="New password" kind="new" value={password} onChange={setPassword} />
          {problem !== undefined && <ProblemNote problem={problem} className="mb-3" />}
          <Button type="submit">Change it</Button>
        </form>
      </Card>
    </Section>
  );
}
