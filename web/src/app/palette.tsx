import { Dialog } from 'radix-ui';
import { useEffect, useId, useMemo, useState } from 'react';
import { cx, Icon, Kbd } from '../ui/index.ts';
import { useFocusBack } from '../ui/use-focus-back.ts';
import { type Command, ranked } from './commands.ts';

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly commands: readonly Command[];
}

/** Everything that can be reached, by typing a few letters of it. Ctrl K or ⌘ K. */
export function Palette({ open, ...inside }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={(now) => (now ? undefined : inside.onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-black/30" />
        <Inside {...inside} />
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Inside(props: Omit<Props, 'open'>) {
  const focusBack = useFocusBack();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const found = useMemo(() => ranked(props.commands, typed).slice(0, 50), [props.commands, typed]);
  useEffect(() => {
    document.getElementById(`${listId}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, listId]);
  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    props.onClose();
    command.run();
  };
  return (
    <Dialog.Content
      aria-describedby={undefined}
      onCloseAutoFocus={focusBack}
      className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-raised shadow-pop"
    >
      <Dialog.Title className="sr-only">Commands</Dialog.Title>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Icon name="search" className="text-ink-3" />
        <input
          // biome-ignore lint/a11y/noAutofocus: a palette is opened to be typed into
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={found.length > 0 ? `${listId}-${chosen}` : undefined}
          aria-label="Go to, or do"
          placeholder="Go to, or do…"
          value={typed}
          className="h-12 w-full bg-transparent text-base outline-none"
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={(event) => {
            const last = found.length - 1;
            if (event.key === 'ArrowDown') setChosen((now) => (now >= last ? 0 : now + 1));
            else if (event.key === 'ArrowUp') setChosen((now) => (now <= 0 ? last : now - 1));
            else if (event.key === 'Enter') run(found[chosen]);
            else return;
            event.preventDefault();
          }}
        />
        <Kbd>Esc</Kbd>
      </div>
      <div id={listId} role="listbox" aria-label="Commands" className="max-h-[50vh] overflow-y-auto p-1.5">
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the input’s, as in every combobox
          // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus
          <div
            key={command.name}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={cx(
              'flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5',
              index === chosen && 'bg-hover',
            )}
            onMouseMove={() => setChosen(index)}
            onClick={() => run(command)}
          >
            <Icon name={command.icon} className="text-ink-3" />
            <span className="min-w-0 flex-1 truncate">{command.name}</span>
            {command.hint !== undefined && <span className="text-xs text-ink-2">{command.hint}</span>}
          </div>
        ))}
        {found.length === 0 && <div className="px-3 py-6 text-center text-ink-2">Nothing is called that.</div>}
      </div>
    </Dialog.Content>
  );
}
