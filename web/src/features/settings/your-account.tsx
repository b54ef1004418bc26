import { type FormEvent, useState } from 'react';
import { call, type Output } from '../../api/call.ts';
import { useSession } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { useChange } from '../../api/use-verb.ts';
import { setTheme, type Theme, useTheme } from '../../app/theme.ts';
import {
  Badge,
  Button,
  Card,
  CopyText,
  Field,
  Input,
  moment,
  ProblemNote,
  QrCode,
  Section,
  Segmented,
  ShownOnce,
  since,
  toast,
} from '../../ui/index.ts';
import { PasswordField } from '../account/password-field.tsx';
import { enter, factorOf } from '../account/sign-in.ts';

/** What one may change about oneself. */
export function YourAccount() {
  const now = useSession();
  const theme = useTheme();
  if (now.state !== 'signed-in') return null;
  return (
    <div className="max-w-2xl">
      <Section title="You">
        <Card className="px-4 py-3">
          <p className="font-medium">{now.user.name}</p>
          <p className="text-ink-2">
            {now.user.email} · {now.user.role.replace('_', ' ')}
          </p>
        </Card>
      </Section>
      <Section title="Appearance">
        <Segmented<Theme>
          label="Theme"
          value={theme}
          options={[
            { value: 'system', label: 'As the system' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          onChange={setTheme}
        />
      </Section>
      <Password />
      <SecondFactor />
      <Sessions />
    </div>
  );
}

function Password() {
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

function SecondFactor() {
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

function Sessions() {
  const { items } = usePages('session.list', {});
  const end = useChange('session.end', () => toast('That session has ended.'));
  return (
    <Section title="Where you are signed in">
      <div className="divide-y divide-line rounded-lg border border-line bg-surface">
        {items.map((one) => (
          <div key={one.id} className="flex items-center gap-3 px-4 py-2.5">
            <span className="min-w-0 flex-1">
              <span className="foreign block truncate text-xs">{one.userAgent}</span>
              <span className="block text-2xs text-ink-3" title={moment(one.createdAt)}>
                {one.address} · used {since(one.lastUsedAt, Date.now())}
              </span>
            </span>
            {one.current ? (
              <Badge tone="accent">this one</Badge>
            ) : (
              <Button small onClick={() => end.mutate({ id: one.id })}>
                End it
              </Button>
            )}
          </div>
        ))}
      </div>
    </Section>
  );
}
