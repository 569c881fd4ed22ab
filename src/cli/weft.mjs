#!/usr/bin/env node
// Until a job takes over, Ctrl-C ends the program at once; nothing has been written by then, or all of it.
process.on('SIGINT', () => {
  process.stderr.write('weft: cancelled\n');
  process.exit(130);
});

const { register } = await import('tsx/esm/api');
register();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
