import { npmPeer } from './npm-peer.ts';

export default npmPeer('mcp-proxy', 'mcp-proxy/dist/bin/mcp-proxy.mjs', (port, server) =>
  `--host 127.0.0.1 --port ${port} --server stream --`.split(' ').concat(server),
);
