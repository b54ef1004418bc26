# syntax=docker/dockerfile:1
# The gateway as an image: slim Node 24, nobody's user, nothing written outside /data.
#
#   docker build -t toolgate .
#   docker run --init --read-only --tmpfs /tmp -p 7070:7070 -v toolgate-data:/data -v ./toolgate.yaml:/etc/toolgate/toolgate.yaml:ro toolgate

FROM node:24-slim AS build
WORKDIR /src
# Manifests first: as long as they stay, so does the layer with everything that is installed. No script of a dependency runs.
COPY package.json package-lock.json ./
COPY web/package.json web/
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build --silent && npm pack --ignore-scripts --silent && mv toolgate-*.tgz toolgate.tgz

FROM node:24-slim AS install
WORKDIR /opt/toolgate
COPY --from=build /src/toolgate.tgz /src/package-lock.json /tmp/
# The package as it is published, with the versions of its dependencies that the lock file names.
RUN tar -xzf /tmp/toolgate.tgz --strip-components=1 \
  && cp /tmp/package-lock.json . \
  && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspaces=false \
  && rm package-lock.json

FROM node:24-slim
ENV NODE_ENV=production TOOLGATE_DATA=/data
# The package managers of the base image have nothing to do here, and so nobody can use them.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn* \
    /usr/local/bin/yarn /usr/local/bin/yarnpkg \
  && install -d -o 65532 -g 65532 -m 0700 /data
COPY --from=install /opt/toolgate /opt/toolgate
RUN ln -s /opt/toolgate/bin/toolgate.js /usr/local/bin/toolgate
USER 65532:65532
WORKDIR /data
VOLUME ["/data"]
EXPOSE 7070
# Ready, not only alive: what cannot judge and record is not to be sent calls. With `tls` in the configuration it is asked over
# TLS; whose certificate that is does not matter to who asks itself.
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
  CMD ["node", "-e", "const ask = (how) => new Promise((said, failed) => require(how).get({ host: '127.0.0.1', port: 7070, path: '/readyz', rejectUnauthorized: false }, (answer) => said(answer.statusCode)).on('error', failed)); ask('http').catch(() => ask('https')).then((status) => process.exit(status === 200 ? 0 : 1), () => process.exit(1))"]
# SIGTERM drains; the process is the container's first, so it hears it.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/opt/toolgate/bin/toolgate.js"]
# TLS is ended in front of the container, or by `tls` in the configuration: then --insecure is not needed. `listen` of the
# configuration is not heeded: whoever maps a port, and whoever asks how it is, has to know this one.
CMD ["up", "--config", "/etc/toolgate/toolgate.yaml", "--host", "0.0.0.0", "--port", "7070", "--insecure"]
