import type { Output } from '../../api/call.ts';
import type { KnownTool } from './builder/editing.tsx';
import { DiffPane } from './panes/diff-pane.tsx';
import { ImpactPane } from './panes/impact-pane.tsx';
import { TrialPane } from './panes/trial-pane.tsx';
import { TryPane } from './panes/try-pane.tsx';
import { VersionsPane } from './panes/versions-pane.tsx';
import type { Panel } from './policy-editor.tsx';
import type { Yaml } from './use-json-of.ts';

type Shown = Output<'policy.show'>;

/** What stands beside the builder of a policy besides its text: only what there is of it. */
export function panelsOf(about: {
  readonly inForce: Shown;
  readonly newest: Shown;
  readonly yaml: Yaml | undefined;
  /** As it is being edited. */
  readonly text: string;
  readonly valid: boolean;
  readonly server: string | undefined;
  readonly tools: readonly KnownTool[];
  /** An older version is taken up. */
  readonly onLoad: (text: string) => void;
}): readonly Panel[] {
  const { inForce, newest, yaml, text, valid, server, tools, onLoad } = about;
  const { name } = newest;
  const current = inForce.activeVersion === null ? undefined : inForce.text;
  return [
    ...(yaml === undefined
      ? []
      : [
          {
            id: 'yaml',
            label: 'YAML',
            content: () => <pre className="foreign p-4 font-mono text-xs">{yaml.text}</pre>,
          },
        ]),
    {
      id: 'try',
      label: 'Try a call',
      content: () => <TryPane document={text} valid={valid} server={server} tools={tools} />,
    },
    {
      id: 'impact',
      label: 'Impact',
      content: () => <ImpactPane name={name} text={text} format="json" valid={valid} server={server} />,
    },
    ...(inForce.observe ? [{ id: 'trial', label: 'On trial', content: () => <TrialPane policy={inForce} /> }] : []),
    ...(current === undefined
      ? []
      : [
          {
            id: 'diff',
            label: 'Diff',
            content: () => <DiffPane before={current} after={text} valid={valid} tools={tools} />,
          },
        ]),
    ...(newest.origin === 'stored'
      ? [
          {
            id: 'versions',
            label: 'Versions',
            content: () => <VersionsPane inForce={inForce} onLoad={onLoad} />,
          },
        ]
      : []),
  ];
}
