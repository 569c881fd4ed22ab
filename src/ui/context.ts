import { createContext } from 'svelte';
import type { Workbench } from '../commands/workbench.ts';

/** Hands the workbench down to every panel. */
export const [useBench, provideBench] = createContext<Workbench>();
