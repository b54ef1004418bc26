const order = [
  ['critical', 'bg-deny-fill'],
  ['high', 'bg-ask-fill'],
  ['medium', 'bg-ink-3'],
  ['low', 'bg-line-strong'],
] as const;

/** How many tools of each severity: a bar to compare by, and the figures to read. */
export function RiskBar({ severities }: { readonly severities: Readonly<Record<string, number>> }) {
  const total = Object.values(severities).reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  return (
    <span className="mt-2 block">
      <span aria-hidden="true" className="flex h-1.5 gap-px overflow-hidden rounded-full">
        {order.map(([severity, tone]) => {
          const count = severities[severity] ?? 0;
          return count === 0 ? null : (
            <span key={severity} className={tone} style={{ width: `${(100 * count) / total}%`, minWidth: '3px' }} />
          );
        })}
      </span>
      <span className="mt-1 flex flex-wrap gap-x-3 text-2xs text-ink-3 tabular-nums">
        {order.map(([severity]) =>
          (severities[severity] ?? 0) === 0 ? null : (
            <span key={severity}>
              {severities[severity]} {severity}
            </span>
          ),
        )}
      </span>
    </span>
  );
}
