import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, startServer } from './start-server.ts';

/** A proxy that ends TLS and HTTP/2 in front of a gateway, by the example in `docs/behind-a-proxy.md`. */
export interface FrontProxy {
  readonly name: string;
  /** @returns once it takes connections */
  start(port: number, gatewayPort: number): Promise<{ close(): Promise<void> }>;
}

export function installed({ name }: FrontProxy): boolean {
  return commandOf(name) !== undefined;
}

const root = join(import.meta.dirname, '../../..');
const tls = join(root, 'test/support/tls');
const page = readFileSync(join(root, 'docs/behind-a-proxy.md'), 'utf8');

/** The example of the page, as it stands. */
function example(language: string): string {
  const found = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page)?.[1];
  if (found === undefined) throw new Error(`docs/behind-a-proxy.md has no example for ${language}`);
  return found;
}

/** What a test puts in the place of an example's port, certificate and gateway. Each must be there. */
function placed(text: string, places: Readonly<Record<string, string>>): string {
  let done = text;
  for (const [from, to] of Object.entries(places)) {
    if (!done.includes(from)) throw new Error(`the example does not say ${from}`);
    done = done.replaceAll(from, to);
  }
  return done;
}

type Written = (
  folder: string,
  port: number,
  gateway: string,
) => { readonly file: string; readonly args: readonly string[] };

function proxy(name: string, written: Written): FrontProxy {
  return {
    name,
    start: (port, gatewayPort) =>
      startServer(name, port, (folder) => {
        const both = ['certificate.pem', 'key.pem'].map((file) => readFileSync(join(tls, file), 'utf8')).join('');
        writeFileSync(join(folder, 'both.pem'), both, { mode: 0o600 });
        const { file, args } = written(folder, port, `127.0.0.1:${gatewayPort}`);
        writeFileSync(join(folder, 'config'), file);
        return args;
      }),
  };
}

export const proxies: readonly FrontProxy[] = [
  proxy('nginx', (folder, port, gateway) => ({
    args: ['-p', folder, '-c', join(folder, 'config')],
    file: `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit; events {}
http {
  access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
  uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
${placed(example('nginx'), {
  '127.0.0.1:7070': gateway,
  'listen 443': `listen 127.0.0.1:${port}`,
  '/etc/ssl/gateway.pem': join(tls, 'certificate.pem'),
  '/etc/ssl/gateway.key': join(tls, 'key.pem'),
})}}
`,
  })),
  proxy('caddy', (folder, port, gateway) => ({
    args: ['run', '--adapter', 'caddyfile', '--config', join(folder, 'config')],
    // The name is not resolved by anybody here, and no certificate is fetched.
    file: `{
  admin off
  auto_https off
  default_bind 127.0.0.1
}
${placed(example('caddy'), {
  '127.0.0.1:7070': gateway,
  'gateway.example.com {': `https://gateway.example.com:${port}, https://localhost:${port} {
  tls ${join(tls, 'certificate.pem')} ${join(tls, 'key.pem')}`,
})}`,
  })),
  proxy('haproxy', (folder, port, gateway) => ({
    args: ['-db', '-f', join(folder, 'config')],
    file: placed(example('haproxy'), {
      '127.0.0.1:7070': gateway,
      'bind :443': `bind 127.0.0.1:${port}`,
      '/etc/ssl/gateway.pem': join(folder, 'both.pem'),
    }),
  })),
];
