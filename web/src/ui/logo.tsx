/** Toolgate's sign. */
export function Logo({ className }: { readonly className: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--color-accent-fill)" />
      <path d="M9 8v16M23 8v16M9 16h4m6 0h4" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
      <circle cx="16" cy="16" r="2.2" fill="#fff" />
    </svg>
  );
}
