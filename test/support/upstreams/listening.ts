import type { AddressInfo, Server } from 'node:net';

/** Listens on 127.0.0.1, on a free port unless one is given. */
export async function listening(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}
