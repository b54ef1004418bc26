import { useState } from 'react';
import { Button } from '../../ui/index.ts';
import { IntoJson } from './into-json.tsx';
import type { Yaml } from './use-json-of.ts';

/** That a policy is written in YAML, and the way from there to JSON and back. Both texts are looked at before it is agreed. */
export function FromYaml(props: {
  readonly yaml: Yaml;
  readonly json: string;
  readonly version: number | null;
  /** It goes on as JSON. */
  readonly agreed: boolean;
  readonly onAgree: () => void;
  readonly onKeep: () => void;
}) {
  const { yaml, json, version, agreed, onAgree, onKeep } = props;
  const [asked, setAsked] = useState(false);
  return (
    <>
      <p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-sunken px-3 py-2 text-ink-2">
        {agreed ? (
          <>
            It goes on as JSON. The YAML stays under Versions.
            <Button small onClick={onKeep}>
              Keep the YAML
            </Button>
          </>
        ) : (
          <>
            This policy is written in YAML. Here stands the JSON that it means, which the builder can change.
            <Button small onClick={() => setAsked(true)}>
              Edit it as JSON
            </Button>
          </>
        )}
      </p>
      {asked && !agreed && (
        <IntoJson
          yaml={yaml}
          json={json}
          version={version}
          onClose={() => setAsked(false)}
          onAgree={() => {
            setAsked(false);
            onAgree();
          }}
        />
      )}
    </>
  );
}
