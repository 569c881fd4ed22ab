import '../ui/base.css';
import { mount } from 'svelte';
import { attempt } from '../commands/command.ts';
import { loadSample, openEmpty, openSample } from '../commands/file/project-commands.ts';
import { startWork } from '../commands/file/start-work.ts';
import { followShared, lookShared, openShared, sharedIn } from '../commands/share/share-commands.ts';
import type { Workbench } from '../commands/workbench.ts';
import { keepAppOffline } from '../store/app-version.ts';
import { browserFormerSlot } from '../store/former-slot.ts';
import App from './App.svelte';
import { keepChecked } from './check-loop.svelte.ts';
import { followScreen } from './screen.svelte.ts';
import { offerTestWindow } from './test-window.ts';
import { keepWork, rememberPreferences } from './remember.svelte.ts';
import { until } from './until.svelte.ts';
import { wire } from './wiring.ts';

const wiring = wire();
const target = document.getElementById('app');
if (target === null) throw new Error('the page has no place for the app');
rememberPreferences(wiring.bench);
followScreen(wiring.bench);
keepChecked(wiring.bench);
target.replaceChildren();
mount(App, { target, props: { wiring } });
offerTestWindow(wiring);
void attempt(wiring.bench, () => begin(wiring.bench)).finally(() => (wiring.bench.view.begun = true));

/** A link is followed once: what one does afterwards is not undone by a reload. */
function forgetLink(): void {
  if (location.hash !== '') history.replaceState(null, '', location.href.replace(/#.*$/, ''));
}

/** The work of the last visit first, then the sample town, then, for whoever put that aside, an empty plan. */
async function begin(bench: Workbench): Promise<void> {
  const [navigation] = performance.getEntriesByType('navigation');
  const isReload = navigation instanceof PerformanceNavigationTiming && navigation.type === 'reload';
  const shared = sharedIn(bench, location.hash);
  // Asked for while it is found out whether there is work to go on with.
  const sample = shared === null && !isReload && !bench.view.sampleDismissed ? loadSample() : undefined;
  sample?.catch(() => undefined);
  let isOpened = false;
  const otherwise = async (): Promise<void> => {
    isOpened = shared !== null && (await openShared(bench, shared));
    if (!isOpened) await (bench.view.sampleDismissed ? openEmpty(bench) : openSample(bench, sample));
  };
  await startWork(bench, { former: browserFormerSlot, isReload, otherwise });
  keepWork(bench);
  if (shared !== null) await (isOpened ? lookShared(bench, shared) : followShared(bench, shared));
  forgetLink();
  window.addEventListener('hashchange', () => {
    const link = sharedIn(bench, location.hash);
    forgetLink();
    if (link !== null) void attempt(bench, () => followShared(bench, link));
  });
  if (!import.meta.env.PROD) return;
  // What the first screen does not need waits until the map is there, or cannot be.
  await until(() => bench.view.mapReady || bench.view.mapFailure !== null);
  await keepAppOffline(new URL('service-worker.js', document.baseURI), (version) => (bench.view.waitingVersion = version));
}
