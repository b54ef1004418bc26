/**
 * Telling others: webhooks, mail, chat. What is told is put into the outbox in the transaction of what happened, so
 * that neither is without the other, and is delivered later, by whoever runs on the database.
 *
 * Invariants: nothing is lost over a crash, and each message keeps its id over all attempts; everything goes out
 * through the guarded dial and follows no redirect; no secret and, unless a channel is to be told, no argument value
 * is in any message; what was given up stays listed until an operator has seen it. Requests of agents never wait for
 * any of this.
 */
export { Alerts, type AlertsOptions } from './alerts.ts';
export { approvalWaiting } from './approval-waiting.ts';
export type { Channel, MailChannel, SlackChannel, WebhookChannel } from './channel.ts';
export { type Attempt, type DeliverOptions, deliver, type MailServer } from './deliver.ts';
export { Dispatcher, type DispatcherOptions } from './dispatcher.ts';
export { type Kept, type Message, type MessageType, messageTypes } from './message.ts';
export { isMailAddress } from './smtp/mail.ts';
export { tell } from './tell.ts';
