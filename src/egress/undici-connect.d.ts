/** The one part of undici that dials: loading the whole of it takes longer than most other things of a start. */
declare module 'undici/lib/core/connect.js' {
  import { buildConnector } from 'undici';
  export default buildConnector;
}
