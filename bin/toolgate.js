#!/usr/bin/env node
// Old syntax on purpose: an old Node must be able to parse this file far enough to be told what is wrong.
var version = process.versions.node.split('.');
if (Number(version[0]) < 24 || (Number(version[0]) === 24 && Number(version[1]) < 7)) {
  console.error(
    'toolgate needs Node 24.7 or newer; this is ' +
      process.versions.node +
      '. In a checkout, `npm start` brings its own.',
  );
  process.exit(1);
}
// As `--disable-proto=delete` would: a name that came from outside leads to no prototype.
// biome-ignore lint/suspicious/noProto: it is taken away.
delete Object.prototype.__proto__;
import('../dist/cli/main.js')
  .then((cli) => cli.main(process.argv.slice(2)))
  .then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      console.error(
        'toolgate: ' +
          (error && error.code === 'ERR_MODULE_NOT_FOUND'
            ? 'dist/ is missing or incomplete; run `npm run build`. (' + error.message + ')'
            : (error && error.stack) || error),
      );
      process.exitCode = 1;
    },
  );
