import '../ui/base.css';
import { mount } from 'svelte';
import { attempt } from '../commands/command.ts';
import { openSample } from '../commands/file/project-commands.ts';
import App from './App.svelte';
import { followScreen } from './screen.svelte.ts';
import { offerTestWindow } from './test-window.ts';
import { wire } from './wiring.ts';

const wiring = wire();
const target = document.getElementById('app');
if (target === null) throw new Error('the page has no place for the app');
followScreen(wiring.bench);
mount(App, { target, props: { wiring } });
offerTestWindow(wiring);
void attempt(wiring.bench, () => openSample(wiring.bench));
