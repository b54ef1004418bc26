import { npmPeer } from './npm-peer.ts';

export default npmPeer('supergateway', 'supergateway/dist/index.js', (port, server) =>
  `--outputTransport streamableHttp --stateful --logLevel none --port ${port} --stdio`
    .split(' ')
    .concat(server.join(' ')),
);
