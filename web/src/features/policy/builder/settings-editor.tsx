import { Select } from '../../../ui/index.ts';
import { at, removeValue, setValue, textOf } from '../model/index.ts';
import { useEditing } from './editing.tsx';
import { Part, Row } from './parts.tsx';
import { RemarksAt } from './remarks.tsx';
import { ApprovalPart } from './rules-editor.tsx';
import { TokensAt } from './tokens-at.tsx';
import { ChoiceAt, TextAt } from './value-at.tsx';

/** Everything else that a document says once. */
export function SettingsEditor() {
  const { tools, document, edit, readOnly } = useEditing();
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <Part
        title="Hidden tools"
        hint="names and patterns that are absent from lists, and answered as if they did not exist"
      >
        <TokensAt path={['hide']} label="Hidden tools" placeholder="admin_*" options={tools.map(({ name }) => name)} />
        <RemarksAt path={['hide']} deep />
      </Part>
      <Part title="What the server may ask of the client" hint="what is denied is taken out of what the server is told">
        <Row label="The client’s model">
          <ChoiceAt
            path={['server_requests', 'sampling']}
            label="Sampling"
            none="no (the default)"
            options={[
              ['allow', 'yes'],
              ['deny', 'no'],
            ]}
          />
        </Row>
        <Row label="The client’s roots">
          <ChoiceAt
            path={['server_requests', 'roots']}
            label="Roots"
            none="no (the default)"
            options={[
              ['allow', 'yes'],
              ['deny', 'no'],
            ]}
          />
        </Row>
        <Row label="The user">
          <ChoiceAt
            path={['server_requests', 'elicitation']}
            label="Elicitation"
            none="by form (the default)"
            options={[
              ['deny', 'never'],
              ['form', 'by form'],
              ['all', 'by form or URL'],
            ]}
          />
        </Row>
        <RemarksAt path={['server_requests']} deep />
      </Part>
      <Part title="Approvals" hint="how a human is asked, where a rule says nothing of its own">
        <ApprovalPart path={['approval']} />
      </Part>
      <Part title="Record" hint="which values of arguments the audit record may hold">
        <Row label="Arguments">
          <Select
            small
            aria-label="Recorded arguments"
            className="w-auto"
            disabled={readOnly}
            value={textOf(at(document, ['audit', 'arguments']))}
            onChange={({ target }) =>
              edit((text) =>
                target.value === ''
                  ? removeValue(text, ['audit'])
                  : setValue(
                      text,
                      ['audit'],
                      target.value === 'paths' ? { arguments: 'paths', paths: ['args'] } : { arguments: 'keys' },
                    ),
              )
            }
          >
            <option value="">names only (the default)</option>
            <option value="keys">names only</option>
            <option value="paths">values at these paths</option>
          </Select>
          {at(document, ['audit', 'arguments']) === 'paths' && (
            <TokensAt path={['audit', 'paths']} label="Recorded paths" placeholder="args.url" keepEmpty />
          )}
        </Row>
        <RemarksAt path={['audit']} deep />
      </Part>
      <Part title="Document" hint="for its readers">
        <Row label="Description">
          <TextAt path={['description']} label="Description" />
        </Row>
        <Row label="Time zone">
          <TextAt path={['timezone']} label="Time zone" placeholder="UTC" />
        </Row>
        <Row label="Schema">
          <TextAt path={['$schema']} label="Schema for editors" placeholder="none" mono />
        </Row>
        {(['description', 'timezone', '$schema', 'version'] as const).map((key) => (
          <RemarksAt key={key} path={[key]} />
        ))}
      </Part>
    </div>
  );
}
