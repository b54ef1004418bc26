import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** Sixteen by sixteen, one stroke width, drawn for this dashboard. */
const shapes = {
  overview: <path d="M2.5 9.5h3v4h-3zM6.5 5.5h3v8h-3zM10.5 2.5h3v11h-3z" />,
  servers: <path d="M2.5 3.5h11v4h-11zM2.5 8.5h11v4h-11zM5 5.5h.01M5 10.5h.01" />,
  policies: <path d="M8 1.8l5 2v3.7c0 3.2-2.1 5.6-5 6.7-2.9-1.1-5-3.5-5-6.7V3.8zM5.8 8l1.6 1.6L10.4 6.5" />,
  grants: <path d="M6 10.5a3 3 0 1 1 2.7-4.3h5.3v2.3h-1.5v2h-2.3v-2H8.7A3 3 0 0 1 6 10.5zM5.8 7.5h.01" />,
  approvals: <path d="M8 14a6 6 0 1 0-5.3-3.2L2 14zM5.8 8.2l1.6 1.5 2.9-3.2" />,
  activity: <path d="M1.8 8.5h2.7L6.3 3l3.2 10 1.9-4.5h2.8" />,
  catalog: <path d="M3 2.5h8.5a1 1 0 0 1 1 1v10H4a1.5 1.5 0 0 1 0-3h8.500M3 12V2.500M6 5.500h3.5" />,
  inbox: <path d="M2.5 9.500l2-6.500h7l2 6.500v4h-11zM2.5 9.500H6c0 1.200.8 2 2 2s2-.8 2-2h3.5" />,
  settings: <path d="M2.5 4.500h6M11.5 4.500h2M2.5 11.500h2M7.5 11.500h6M8.5 3v3M5.5 10v3M8.5 4.500h3M4.5 11.500h3" />,
  search: <path d="M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM10.7 10.700L14 14" />,
  plus: <path d="M8 3v10M3 8h10" />,
  close: <path d="M4 4l8 8M12 4l-8 8" />,
  check: <path d="M3 8.500l3.2 3.200L13 5" />,
  copy: <path d="M5.5 5.500h8v8h-8zM10.5 5.500v-3h-8v8h3" />,
  chevron: <path d="M6 4l4 4-4 4" />,
  grip: <path d="M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01" strokeWidth="1.8" />,
  down: <path d="M4 6l4 4 4-4" />,
  up: <path d="M4 10l4-4 4 4" />,
  trash: <path d="M2.5 4.500h11M6 4.500v-2h4v2M4 4.500l.7 9h6.600l.7-9" />,
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2" />,
  undo: <path d="M5.5 3L2.5 6l3 3M2.5 6h7a3.5 3.5 0 0 1 0 7H6" />,
  redo: <path d="M10.5 3l3 3-3 3M13.5 6h-7a3.5 3.5 0 0 0 0 7H10" />,
  warning: <path d="M8 2.200l6.2 11.300H1.800zM8 6.500v3.200M8 11.700h.01" />,
  stop: <path d="M5.5 2h5L14 5.500v5L10.5 14h-5L2 10.500v-5zM6 6l4 4M10 6l-4 4" />,
  eye: <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z" />,
  hidden: (
    <path d="M2 2l12 12M6.5 3.700A6 6 0 0 1 8 3.500C12 3.5 14.5 8 14.5 8a13 13 0 0 1-1.7 2.200M4 4.800A12 12 0 0 0 1.5 8S4 12.5 8 12.500c1 0 1.9-.3 2.7-.7" />
  ),
  clock: <path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.800V8l2.2 1.5" />,
  person: (
    <path d="M8 8a2.7 2.7 0 1 0 0-5.400A2.7 2.7 0 0 0 8 8zM2.8 13.500c.6-2.4 2.7-3.7 5.2-3.700s4.6 1.3 5.2 3.7" />
  ),
  code: <path d="M5.5 4.500L2 8l3.5 3.500M10.5 4.500L14 8l-3.5 3.5" />,
  sun: (
    <path d="M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.500v1.200M8 13.300v1.200M1.5 8h1.200M13.3 8h1.200M3.4 3.400l.9.900M11.7 11.700l.9.900M12.6 3.400l-.9.900M4.3 11.700l-.9.9" />
  ),
  moon: <path d="M13.5 9.500A6 6 0 0 1 6.5 2.500a6 6 0 1 0 7 7z" />,
  leave: <path d="M6.5 2.500h-4v11h4M6.5 8H14M11 5l3 3-3 3" />,
  menu: <path d="M2.5 4.500h11M2.5 8h11M2.5 11.500h11" />,
  filter: <path d="M2 3.500h12L9.5 8.800v4.700l-3-1.500V8.800z" />,
  pause: <path d="M5.5 3.500v9M10.5 3.500v9" strokeWidth="2" />,
  play: <path d="M5 3.200l7.5 4.800L5 12.800z" />,
  external: <path d="M6.5 3.500h-4v10h10v-4M9.5 2.500h4v4M13.5 2.500L7.5 8.5" />,
  pin: <path d="M10 2l4 4-3 1-2.5 2.500L8 13 3 8l3.5-.500L9 5zM5.5 10.500L2 14" />,
} as const satisfies Readonly<Record<string, ReactNode>>;

export type IconName = keyof typeof shapes;

/** @param label what it says, where no word beside it says the same */
export function Icon(props: { readonly name: IconName; readonly className?: string; readonly label?: string }) {
  const { name, className, label } = props;
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it is hidden, or has one
    <svg
      aria-hidden={label === undefined ? true : undefined}
      role={label === undefined ? undefined : 'img'}
      viewBox="0 0 16 16"
      className={cx('size-4 shrink-0', className)}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {label !== undefined && <title>{label}</title>}
      {shapes[name]}
    </svg>
  );
}
