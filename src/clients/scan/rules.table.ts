import type { Severity } from '../../catalog/index.ts';

/** What a scan looks for. */
export const ruleIds = [
  'plaintext-secret',
  'secret-in-url',
  'plain-http',
  'unpinned-package',
  'known-vulnerable',
  'look-alike-package',
  'shell-command',
  'broad-access',
  'asks-nobody',
  'duplicate-server',
  'hidden-text',
  'instruction-to-model',
  'look-alike-tool',
  'shadowed-tool',
  'ungoverned-tool',
  'toxic-flow',
  'not-looked-at',
] as const;

/** One of them. */
export type RuleId = (typeof ruleIds)[number];

export interface ScanRule {
  readonly title: string;
  /** How grave a finding of it is, unless the finding itself says so. */
  readonly severity: Severity;
  readonly fix: string;
}

/** What each of them means, and what to do about it. */
export const scanRules: Readonly<Record<RuleId, ScanRule>> = {
  'plaintext-secret': {
    title: 'A secret stands in the file',
    severity: 'high',
    fix: 'Put it into an environment variable or the system’s key store, refer to it from here, and replace it where it was issued: a file like this is copied and committed.',
  },
  'secret-in-url': {
    title: 'A secret stands in a URL',
    severity: 'high',
    fix: 'Send it in a header: URLs end up in logs and histories.',
  },
  'plain-http': {
    title: 'A server is reached without TLS',
    severity: 'high',
    fix: 'Use https: whoever is on the way reads the calls and writes the tools that the model sees.',
  },
  'unpinned-package': {
    title: 'A package is fetched anew, in whatever version is the newest',
    severity: 'medium',
    fix: 'Name an exact version: what its author, or whoever has his account, publishes next runs at the next start.',
  },
  'known-vulnerable': {
    title: 'A version with a known hole, or one that was malicious',
    severity: 'critical',
    fix: 'Update to a version in which it is mended; replace every credential that it could read.',
  },
  'look-alike-package': {
    title: 'A package is called almost like a well-known one',
    severity: 'high',
    fix: 'Check the spelling and who publishes it.',
  },
  'shell-command': {
    title: 'A server is started through a shell, or fetched and run in one go',
    severity: 'medium',
    fix: 'Name the program and its arguments: what a shell makes of a line depends on what is in it.',
  },
  'broad-access': {
    title: 'A server may reach much more than its work needs',
    severity: 'high',
    fix: 'Give it one folder, not a home or a whole disk; no privileged container, no socket of the container engine.',
  },
  'asks-nobody': {
    title: 'The client runs tools without asking',
    severity: 'medium',
    fix: 'Let a policy decide which calls need no question: this is decided for all arguments at once.',
  },
  'duplicate-server': {
    title: 'One server is configured twice under different names',
    severity: 'low',
    fix: 'Keep one: the model sees every tool twice, and which of them a policy governs is easily mistaken.',
  },
  'hidden-text': {
    title: 'Characters that nobody sees',
    severity: 'high',
    fix: 'Look at the text in a hex editor, and do not use the server until somebody has said what they are for.',
  },
  'instruction-to-model': {
    title: 'A definition tells the model what to do beyond using its tool',
    severity: 'high',
    fix: 'Read the definition. A tool does not need to tell a model what to keep from its user.',
  },
  'look-alike-tool': {
    title: 'Two tools in reach are called almost alike',
    severity: 'medium',
    fix: 'Hide one of them by a policy.',
  },
  'shadowed-tool': {
    title: 'A tool speaks of, or is named like, a tool of another server',
    severity: 'medium',
    fix: 'Read the definition: this is how one server has another one’s calls changed. Hide what you do not need.',
  },
  'ungoverned-tool': {
    title: 'Tools that can do grave harm, and no policy in front of them',
    severity: 'high',
    fix: 'Put the server behind `toolgate run` with the recommended policy: `toolgate init` does it.',
  },
  'toxic-flow': {
    title: 'Text of strangers, private data and a way out in reach of one agent',
    severity: 'high',
    fix: 'Split them over clients, or put the way out behind approval: whoever writes the text can have the data sent to himself.',
  },
  'not-looked-at': {
    title: 'A server could not be asked for its tools',
    severity: 'low',
    fix: 'Start it by hand and see what it says.',
  },
};
