import { decide } from '../../lab/index.ts';
import { judge, Trace } from '../../policy/index.ts';
import { CommandError, type Io } from '../io.ts';
import { say } from '../say.ts';
import { validPolicy } from './policy-file.ts';
import { InputError, readInput } from './policy-input.ts';

/**
 * `policy explain`: one call, judged by the one judge there is, with everything that it looked at.
 *
 * @returns the exit status: 0 whatever the decision is; 1 where the policy is not valid
 */
export async function explainCall(
  io: Io,
  { policy: file, call: text, json }: { readonly policy: string; readonly call: string; readonly json?: boolean },
): Promise<number> {
  const policy = await validPolicy(io, file);
  if (policy === undefined) return 1;
  const input = callOf(text);
  const trace = new Trace();
  const decision = decide(policy, input, undefined, (policy, call, context) => judge(policy, call, context, trace));
  if (json === true) {
    io.stdout.write(`${JSON.stringify({ decision, trace: trace.lines })}\n`);
    return 0;
  }
  for (const { rule, said } of trace.lines) say(io.stdout, `${rule}  ${said}`);
  const { outcome, code, rule, reason } = decision;
  say(io.stdout, `${[outcome, code, rule && `by ${rule}`, reason && `: ${reason}`].filter(Boolean).join(' ')}`);
  return 0;
}

function callOf(text: string): NonNullable<ReturnType<typeof readInput>['call']> {
  try {
    const { call } = readInput(Buffer.from(`{"call":${text}}`));
    if (call !== undefined) return call;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new CommandError(
      `--call: expected ${error.expected}${error.pointer && ` at ${error.pointer}`}, found ${error.found}`,
      2,
    );
  }
  throw new CommandError('--call: expected a call', 2);
}
