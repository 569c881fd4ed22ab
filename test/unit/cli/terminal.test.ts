import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('Ctrl-C that came while the program was busy is heard by the job that takes over', () => {
  const program = `
    import { terminalJob } from '${new URL('../../../src/cli/terminal.ts', import.meta.url).href}';
    process.on('SIGINT', () => console.log('before the job'));
    setTimeout(() => {
      process.kill(process.pid, 'SIGINT');
      for (const end = performance.now() + 50; performance.now() < end;);
      const { signal } = terminalJob();
      setTimeout(() => console.log(signal.aborted), 50);
    }, 10);`;
  const said = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  expect(said).toBe('true\n');
});
