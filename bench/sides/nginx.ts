import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { orStop, start, stop } from '../child.ts';
import type { Side } from '../side.ts';
import { waitFor } from '../wait-for.ts';

/** nginx as a plain pass-through, one worker; where it is installed. */
export const nginx: Side = {
  name: 'nginx',
  available: () => spawnSync('nginx', ['-v']).status === 0 || 'nginx is not installed',
  async start({ upstream, folder, port, pinned }) {
    const file = join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off; worker_processes 1; pid ${join(folder, 'nginx.pid')}; error_log stderr warn;
events { worker_connections 1024; }
http {
  access_log off; keepalive_timeout 600s; keepalive_requests 100000000; client_body_temp_path ${folder};
  proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  upstream bench { server ${new URL(upstream).host}; keepalive 128; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:${port};
    location = /ready { return 200; }
    location / { proxy_pass http://bench; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; proxy_request_buffering off; }
  }
}
`,
    );
    const child = start(pinned(['nginx', '-p', folder, '-c', file]));
    await orStop(
      child,
      waitFor(`http://127.0.0.1:${port}/ready`, () => child.exitCode === null),
    );
    return { url: `http://127.0.0.1:${port}/mcp`, headers: {}, pid: child.pid, stop: () => stop(child) };
  },
};
