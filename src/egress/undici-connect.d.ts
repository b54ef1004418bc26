/** The one part of undici that dials: loading the whole of it takes longer than most other things of a start. */
declare module 'undici/lib/core/connect.js' {
  import type { Socket } from 'node:net';
  import type { buildConnector } from 'undici';

  /** What it makes gives back the socket that it dials, which undici's own types do not say. */
  export default function connector(
    options: buildConnector.BuildOptions,
  ): (target: buildConnector.Options, dialled: buildConnector.Callback) => Socket;
}
