import { npmPeer } from './npm-peer.ts';

export default npmPeer('supergateway', 'supergateway/dist/index.js', (port, server) => [
  ...['--stdio', server.join(' '), '--outputTransport', 'streamableHttp', '--stateful', '--port', port],
  ...['--logLevel', 'none'],
]);
