#!/usr/bin/env node
// Until a job takes over, Ctrl-C ends the program at once; nothing has been written by then, or all of it.
process.on('SIGINT', () => {
  process.stderr.write('weft: cancelled\n');
  process.exit(130);
});

try {
  const { load } = await import('./program.mjs');
  const { main } = await load('main');
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // `main` reports its own errors: only compiling and loading can end here.
  process.stderr.write(
    `weft: the program could not be made ready — run "npm ci" in its folder: ${String(error).replace(/\s+/g, ' ')}\n`,
  );
  process.exitCode = 3;
}
