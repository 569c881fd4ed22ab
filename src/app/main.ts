import '../ui/base.css';
import { mount } from 'svelte';
import { attempt } from '../commands/command.ts';
import { offerKeptWork } from '../commands/file/keep-work.ts';
import { openEmpty, openSample } from '../commands/file/project-commands.ts';
import type { Workbench } from '../commands/workbench.ts';
import { browserWorkStore } from '../store/autosave.ts';
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
const store = browserWorkStore();
void attempt(wiring.bench, () => begin(wiring.bench));

/** Unsaved work first, then the sample town, then, for whoever put that aside, an empty plan. */
async function begin(bench: Workbench): Promise<void> {
  await offerKeptWork(bench, store, () => (bench.view.sampleDismissed ? openEmpty(bench) : openSample(bench)));
  keepWork(bench, store);
}
