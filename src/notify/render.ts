import { assertNever } from '../kernel/index.ts';
import type { Kept, OutboxMessage } from './message.ts';

/** The body of a webhook: type, time and data, as standardwebhooks.com wants them. */
export function webhookBody({ time, message }: Kept, withValues: boolean): string {
  const { type, data } = message;
  const values = withValues && 'values' in message ? { values: message.values } : {};
  return JSON.stringify({ type, timestamp: new Date(time).toISOString(), data: { ...data, ...values } });
}

/** The body of an incoming webhook of Slack. Nothing in it is markup: names come from servers and agents. */
export function slackBody(kept: Kept): string {
  return JSON.stringify({
    text: sentenceOf(kept.message).replace(/[&<>]/g, (sign) => entities.get(sign) ?? ''),
    mrkdwn: false,
  });
}

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

/** Subject and text of a mail. */
export function mailText(kept: Kept): { readonly subject: string; readonly text: string } {
  const { type, data } = kept.message;
  const sentence = sentenceOf(kept.message);
  const details = Object.entries(data).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const text = [sentence, '', `${type}, ${new Date(kept.time).toISOString()}`, ...details, '', `message ${kept.id}`];
  return { subject: `[toolgate] ${sentence}`, text: `${text.map(oneLine).join('\n')}\n` };
}

/** A message in one sentence. */
export function sentenceOf(message: OutboxMessage): string {
  switch (message.type) {
    case 'definitions.waiting': {
      const { server, tools } = message.data;
      const named = tools.slice(0, 5).map(({ name, change }) => `${name} (${change})`);
      const more = tools.length > 5 ? ` and ${tools.length - 5} more` : '';
      return oneLine(
        `Server ${server} has tools that nobody has approved: ${named.join(', ')}${more}. They are quarantined.`,
      );
    }
    case 'denials.spike': {
      const { grant, denied, windowMs } = message.data;
      return oneLine(`${denied} calls of grant ${grant} were denied within ${Math.round(windowMs / 60_000)} minutes.`);
    }
    case 'chain.broken': {
      const [first] = message.data.findings;
      const where = first === undefined ? '' : `: ${first.problem} at record ${first.seq} of ${first.writer}`;
      return oneLine(`The audit log is not as it was written${where}.`);
    }
    case 'grant.expiring': {
      const { label, expiresAt } = message.data;
      return oneLine(`Grant ${label} expires at ${new Date(expiresAt).toISOString()}.`);
    }
    case 'approval.waiting': {
      const { approval, grant, server, tool, rule, keys, reason, link } = message.data;
      const why = reason === undefined ? '' : ` ${reason}`;
      const where = link ?? `approval ${approval}`;
      return oneLine(
        `Grant ${grant} asks to call ${tool} on ${server} (${rule}; arguments ${keys.join(', ') || 'none'}).${why} Decide: ${where}`,
      );
    }
    case 'kill.set':
      return oneLine(`${message.data.by} has stopped ${message.data.target}.`);
    case 'kill.lifted':
      return oneLine(`${message.data.by} lets ${message.data.target} go on.`);
    case 'message.received':
      return oneLine(`Somebody has written about ${message.data.about}; it lies in the inbox.`);
    case 'records.calls':
    case 'records.events':
    case 'records.spans':
      return `There are ${message.data.count} records.`;
    case 'test':
      return oneLine(`This is a test of the channel ${message.data.channel}.`);
    default:
      return assertNever(message);
  }
}

/** Names come from outside: no line ends, and nothing that hides or turns text. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\ufffd');
}
