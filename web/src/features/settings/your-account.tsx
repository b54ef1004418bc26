import { useSession } from '../../api/session.ts';
import { Card, Section, Segmented } from '../../ui/index.ts';
import { setTheme, type Theme, useTheme } from '../../ui/theme.ts';
import { ChangePassword } from './change-password.tsx';
import { roleName } from './roles.ts';
import { SecondFactor } from './second-factor.tsx';
import { Sessions } from './sessions.tsx';

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
            {now.user.email} · {roleName(now.user.role)}
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
      <ChangePassword />
      <SecondFactor />
      <Sessions />
    </div>
  );
}
