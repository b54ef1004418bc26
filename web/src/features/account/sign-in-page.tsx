import { useNavigate, useSearch } from '@tanstack/react-router';
import { Outside } from './outside.tsx';
import { SignInForm } from './sign-in-form.tsx';

export function SignInPage() {
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false });
  // Only places of this dashboard: an address must not lead anywhere else.
  const to = next !== undefined && /^\/(?!\/)[\w/?=&.~%-]*$/.test(next) ? next : '/';
  return (
    <Outside title="Sign in to Toolgate">
      <SignInForm onDone={() => void navigate({ to })} />
      <p className="mt-6 text-xs text-ink-2">
        No account yet? The first one is made with the set-up link that <code>toolgate up</code> prints; every other one
        by an invitation.
      </p>
    </Outside>
  );
}
