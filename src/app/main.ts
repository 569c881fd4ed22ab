import '../ui/base.css';
import { mount } from 'svelte';
import { attempt } from '../commands/command.ts';
import { openEmpty, openSample } from '../commands/file/project-commands.ts';
import { startWork } from '../commands/file/start-work.ts';
import type { Workbench } from '../commands/workbench.ts';
import { keepAppOffline } from '../store/app-version.ts';
import { browserFormerSlot } from '../store/former-slot.ts';
import App from './App.svelte';
import { followScreen } from './screen.svelte.ts';
import { offerTestWindow } from './test-window.ts';
import { keepWork, rememberPreferences } from './remember.svelte.ts';
import { wire } from './wiring.ts';

const wiring = wire();
const target = document.getElementById('app');
if (target === null) throw new Error('the page has no place for the app');
rememberPreferences(wiring.bench);
followScreen(wiring.bench);
mount(App, { target, props: { wiring } });
offerTestWindow(wiring);
void attempt(wiring.bench, () => begin(wiring.bench));

/** The work of the last visit first, then the sample town, then, for whoever put that aside, an empty plan. */
async function begin(bench: Workbench): Promise<void> {
  const [navigation] = performance.getEntriesByType('navigation');
  const isReload = navigation instanceof PerformanceNavigationTiming && navigation.type === 'reload';
  const otherwise = (): Promise<void> => (bench.view.sampleDismissed ? openEmpty(bench) : openSample(bench));
  await startWork(bench, { former: browserFormerSlot, isReload, otherwise });
  keepWork(bench);
  if (import.meta.env.PROD)
    await keepAppOffline(new URL('service-worker.js', document.baseURI), (version) => (bench.view.waitingVersion = version));
}
