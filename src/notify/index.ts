/**
 * Telling others: webhooks, mail, chat, and collectors of OpenTelemetry, who are told of every record. What is told is
 * put into the outbox in the transaction of what happened, so that neither is without the other; records go there in
 * batches, in the transaction that says how far they went. It is delivered later, by whoever runs on the database.
 *
 * Invariants: nothing is lost over a crash, and each message keeps its id over all attempts; everything goes out
 * through the guarded dial and follows no redirect; no secret and, unless a channel is to be told, no argument value
 * is in any message, and values lie sealed until then; what was given up stays listed until an operator has seen it.
 * Requests of agents never wait for any of this.
 */
export { Alerts, type AlertsOptions } from './alerts.ts';
export { approvalWaiting } from './approval-waiting.ts';
export type {
  Channel,
  MailChannel,
  OtlpChannel,
  SlackChannel,
  WebhookChannel,
} from './channel.ts';
export { type DeliverOptions, type Delivery, deliver, type MailServer } from './deliver.ts';
export { Dispatcher, type DispatcherOptions } from './dispatcher.ts';
export { isOfRecords, type Kept, type MessageType, messageTypes, type OutboxMessage } from './message.ts';
export { recordReader } from './otlp/read-records.ts';
export { beginFeeds, RecordFeed } from './otlp/record-feed.ts';
export { isMailAddress } from './smtp/mail.ts';
export { tell, type ValueSeal } from './tell.ts';
export { valuesContext } from './values-context.ts';
