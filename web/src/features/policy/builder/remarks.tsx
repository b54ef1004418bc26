import { cx, Icon } from '../../../ui/index.ts';
import type { Path } from '../model/index.ts';
import { useRemarks } from './editing.tsx';

/** Something wrong, or odd, beneath the control that it is about. */
export function RemarkLine({ message, grave = false }: { readonly message: string; readonly grave?: boolean }) {
  return (
    <p className={cx('foreign mt-1 flex items-start gap-1 text-xs', grave ? 'text-deny' : 'text-ask')}>
      <Icon name="warning" className="mt-0.5 size-3.5" />
      <span>{message}</span>
    </p>
  );
}

/** What the engine says of one place. */
export function RemarksAt({ path, deep }: { readonly path: Path; readonly deep?: boolean }) {
  return useRemarks(path, deep).map(({ pointer, message, grave }) => (
    <RemarkLine key={pointer + message} message={message} grave={grave} />
  ));
}
