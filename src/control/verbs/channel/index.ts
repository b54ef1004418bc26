/** Who is told of what happens, and what was told. */
export { createChannel } from './create.ts';
export { listDeliveries, retryDelivery } from './deliveries.ts';
export { listChannels, removeChannel, testChannel } from './manage.ts';
