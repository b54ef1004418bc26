import { type FormEvent, useState } from 'react';
import { call, type Output } from '../../api/call.ts';
import { useSession } from '../../api/session.ts';
import {
  Badge,
  Button,
  Card,
  CopyText,
  Field,
  Input,
  ProblemNote,
  QrCode,
  Section,
  ShownOnce,
  toast,
} from '../../ui/index.ts';
import { PasswordField } from '../account/password-field.tsx';
import { enter, factorOf } from '../account/sign-in.ts';

/** A second factor: set up, or taken away. */
export function SecondFactor() {
  const now = useSession();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [secret, setSecret] = useState<Output<'second_factor.enrol'>>();
  const [recovery, setRecovery] = useState<readonly string[]>();
  const [problem, setProblem] = useState<unknown>();
  const run =
    (work: () => Promise<void>) =>
    (event: FormEvent): void => {
      event.preventDefault();
      setProblem(undefined);
      work().catch(setProblem);
    };
  const on = now.state === 'signed-in' && now.user.secondFactor === true;
  return (
    <Section title="Second factor" hint="A code from an authenticator, beside the password.">
      <Card className="p-4">
        {on ? (
          <form
            onSubmit={run(async () => {
              const { token } = await call('second_factor.remove', { password, ...factorOf(code) });
              setPassword('');
              setCode('');
              await enter(token);
              toast('The second factor is gone.');
            })}
          >
            <p className="mb-3">
              <Badge tone="allow" icon="check">
                on
              </Badge>
            </p>
            <PasswordField label="Password, to take it away" kind="current" value={password} onChange={setPassword} />
            <Field
              label="Code, to take it away"
              hint="Six digits from your authenticator, or one of your recovery codes."
            >
              {(ids) => (
                <Input
                  {...ids}
                  autoComplete="one-time-code"
                  required
                  value={code}
                  onChange={({ target }) => setCode(target.value)}
                />
              )}
            </Field>
            <Button type="submit">Take it away</Button>
          </form>
        ) : secret === undefined ? (
          <form
            onSubmit={run(async () => {
              setSecret(await call('second_factor.enrol', { password }));
              setPassword('');
            })}
          >
            <PasswordField kind="current" value={password} onChange={setPassword} />
            <Button type="submit">Set it up</Button>
          </form>
        ) : (
          <form
            onSubmit={run(async () => {
              const { token, recoveryCodes } = await call('second_factor.confirm', { code });
              setRecovery(recoveryCodes);
              setSecret(undefined);
              setCode('');
              await enter(token);
            })}
          >
            <p className="mb-2 text-xs text-ink-2">
              Show this to your authenticator, or type what stands below it; then enter the code that it shows.
            </p>
            <QrCode text={secret.uri} label="The secret, for an authenticator’s camera" />
            <div className="mt-3">
              <CopyText text={secret.secret} label="secret" />
            </div>
            <div className="mt-3">
              <Field label="Code">
                {(ids) => (
                  <Input
                    {...ids}
                    inputMode="numeric"
                    autoComplete="one-time-code"
                    required
                    pattern="\d{6}"
                    value={code}
                    onChange={({ target }) => setCode(target.value)}
                    className="w-32 font-mono"
                  />
                )}
              </Field>
            </div>
            <Button look="primary" type="submit">
              Confirm
            </Button>
          </form>
        )}
        {problem !== undefined && <ProblemNote problem={problem} className="mt-3" />}
      </Card>
      {recovery !== undefined && (
        <ShownOnce
          title="Your recovery codes, shown this once"
          lead="Each opens your account once without the authenticator."
          secret={recovery.join('\n')}
          label="recovery codes"
          multiline
          done="I have kept them"
          onClose={() => setRecovery(undefined)}
        />
      )}
    </Section>
  );
}
