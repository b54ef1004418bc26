import { memoryMailbox } from '../../../src/bridge/index.ts';
import { mailboxContract } from './suite.ts';

mailboxContract('in memory', async () => {
  const mailbox = memoryMailbox();
  return { here: mailbox, there: mailbox, close: () => undefined };
});
