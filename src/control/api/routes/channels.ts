import {
  createChannel,
  listChannels,
  listDeliveries,
  removeChannel,
  retryDelivery,
  testChannel,
} from '../../verbs/channel/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** Who is told of what happens. */
export const channelRoutes: readonly ApiRoute[] = [
  route(listChannels, 'GET', '/channels'),
  route(createChannel, 'POST', '/channels'),
  route(removeChannel, 'DELETE', '/channels/:id'),
  route(testChannel, 'POST', '/channels/:id/test', { status: 202 }),
  route(listDeliveries, 'GET', '/deliveries'),
  route(retryDelivery, 'POST', '/deliveries/:id/retry', { status: 202 }),
];
