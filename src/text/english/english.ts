import { app } from './app.ts';
import { basemap } from './basemap.ts';
import { commands } from './commands.ts';
import { controls } from './controls.ts';
import { dialogs } from './dialogs.ts';
import { draw } from './draw.ts';
import { edit } from './edit.ts';
import { everywhere } from './everywhere.ts';
import { facts } from './facts.ts';
import { file } from './file.ts';
import { map } from './map.ts';
import { panels } from './panels.ts';
import { shell } from './shell.ts';
import { studies } from './studies.ts';
import { study } from './study.ts';
import { view } from './view.ts';

/** English as it is spelled in the United States: the source of all other languages. */
export const english = {
  ...everywhere,
  ...app,
  ...draw,
  ...edit,
  ...file,
  ...study,
  ...view,
  ...commands,
  ...map,
  ...basemap,
  ...panels,
  ...dialogs,
  ...shell,
  ...studies,
  ...controls,
  ...facts,
};
