/**
 * What gateways of one installation tell each other, whatever server stands between them: letters to the holder of a call,
 * messages of a session that is in use at several gateways, and that something was changed.
 *
 * Invariants: all but the last, which has no content, is sealed with the installation's keys, so that the server can
 * neither read nor write it; nothing is heard twice; what is lost is lost, and whoever has said it is told, or asks again.
 */
export { channelFeed } from './channel-feed.ts';
export { channelMailbox } from './channel-mailbox.ts';
export { channelReplicas } from './channel-replicas.ts';
export type { Channels } from './channels.ts';
