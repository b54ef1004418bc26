import { parentPort } from 'node:worker_threads';
import { giveWay, withoutProto } from '../../kernel/index.ts';
import { type Policy, type PolicyError, type PolicyWarning, readPolicy, yamlAsJson } from '../../policy/index.ts';
import type { PolicyAsk, PolicyJobs, PolicyText } from './jobs.ts';

withoutProto();
giveWay();

/** One job after the other: who gives a text that takes too long loses this thread and nothing else. */
const jobs: { readonly [J in keyof PolicyJobs]: (argument: never) => unknown } = {
  read: (policies: Parameters<PolicyJobs['read']>[0]): ReturnType<PolicyJobs['read']> =>
    policies.map((policy) => {
      const read = readPolicy(policy.text, policy.format, { name: policy.name });
      if (!read.ok) return { ok: false, errors: read.errors.map(plain) };
      return { ok: true, mode: read.policy.mode, warnings: read.warnings.map(({ message }) => message) };
    }),
  check: async (text: string) => {
    const read = readPolicy(text, 'json');
    if (!read.ok) return { valid: false, errors: read.errors.map(plain), warnings: read.warnings.map(plainWarning) };
    const { lint } = await import('../../lab/index.ts');
    return { valid: true, errors: [], warnings: [...read.warnings, ...lint(read.policy)].map(plainWarning) };
  },
  explain: async ({ document, ...ask }: Parameters<PolicyJobs['explain']>[0]) => {
    const read = readPolicy(document, 'json', { name: 'policy' });
    const [first] = read.ok ? [] : read.errors;
    if (!read.ok) return { wrong: first === undefined ? 'is no policy' : `line ${first.line}: ${first.message}` };
    return (await import('./explain-call.ts')).explainCall(ask, read.policy);
  },
  asJson: (text: string) => yamlAsJson(text),
  diff: async ({ old, now, tools }: Parameters<PolicyJobs['diff']>[0]) => {
    const { diffPolicies } = await import('../../lab/index.ts');
    const [before, after] = [compiled(old), compiled(now)];
    return before && after && diffPolicies(before, after, tools);
  },
  window: async (policy: PolicyText) => {
    const { longestWindow } = await import('../../lab/index.ts');
    return longestWindow(whole(policy));
  },
  replay: async (ask: Parameters<PolicyJobs['replay']>[0]) =>
    (await import('./replay-calls.ts')).replayCalls(ask, whole),
  recommend: async (ask: Parameters<PolicyJobs['recommend']>[0]) =>
    (await import('./recommend-policies.ts')).recommendPolicies(ask),
  suggest: async (ask: Parameters<PolicyJobs['suggest']>[0]) => (await import('./replay-calls.ts')).suggestPolicy(ask),
};

function compiled({ text, format }: PolicyText): Policy | undefined {
  const read = readPolicy(text, format, { name: 'policy' });
  return read.ok ? read.policy : undefined;
}

/** What is asked for has been read before: whoever asks for one that does not read has made a mistake. */
function whole(policy: PolicyText): Policy {
  const read = compiled(policy);
  if (read === undefined) throw new Error('a policy that was read before does not read');
  return read;
}

function plain({ pointer, line, column, expected, found, nearest, message }: PolicyError): PolicyError {
  return { pointer, line, column, expected, found, nearest, message };
}

function plainWarning({ code, pointer, line, column, message }: PolicyWarning): PolicyWarning {
  return { code, pointer, line, column, message };
}

async function answer({ name, argument }: PolicyAsk): Promise<void> {
  parentPort?.postMessage(await jobs[name](argument as never));
}

// What fails in here is a mistake of ours: it ends the thread, and whoever waits is told.
parentPort?.on('message', (ask: PolicyAsk) => void answer(ask));
