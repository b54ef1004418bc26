import { listMessages, removeMessage } from '../../verbs/message/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** Messages from the catalogue's pages. They come in by the pages' forms alone. */
export const messageRoutes: readonly ApiRoute[] = [
  route(listMessages, 'GET', '/messages'),
  route(removeMessage, 'DELETE', '/messages/:id'),
];
