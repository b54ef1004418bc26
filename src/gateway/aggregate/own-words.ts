import { type Revision, tasksExtension } from '../../protocol/index.ts';
import { filteredList } from '../lists/list.ts';
import { spokenVersions } from '../sessions/discover.ts';

/** What the gateway is, where it speaks for all servers of a grant and none of them has been asked yet. */
const self = '{"name":"toolgate","title":"Toolgate","version":"1"}';

/** Everything that any server may have; a list of what none of them has is empty. */
const capabilities =
  '{"tools":{"listChanged":true},"resources":{"subscribe":true,"listChanged":true},"prompts":{"listChanged":true},' +
  '"completions":{},"logging":{}';

const tasks = ',"tasks":{"list":{},"cancel":{},"requests":{"tools":{"call":{}}}}';

const statelessCapabilities =
  '{"tools":{"listChanged":true},"resources":{"subscribe":true,"listChanged":true},"prompts":{"listChanged":true},' +
  `"completions":{},"extensions":{"${tasksExtension}":{}}}`;

/** The result of `initialize`. No server is waited for: one that is down must not keep its client out. */
export function welcomeOfAll({ version, serverCapabilities }: Revision): string {
  const all = `${capabilities}${serverCapabilities.has('tasks') ? tasks : ''}}`;
  return `{"protocolVersion":${JSON.stringify(version)},"capabilities":${all},"serverInfo":${self}}`;
}

/** The result of `server/discover`. */
export function discoveryOfAll(): string {
  const versions = JSON.stringify(spokenVersions);
  return `{"supportedVersions":${versions},"capabilities":${statelessCapabilities},"serverInfo":${self}${filteredList}}`;
}
