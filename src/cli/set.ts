import { apply } from '../plan/change.ts';
import { SETTINGS, SETTING_NAMES, withSetting } from '../plan/settings.ts';
import type { Command } from './arguments.ts';
import { openProject, saveProject } from './project.ts';
import { answer } from './terminal.ts';

export const command: Command = {
  usage: 'set PROJECT.weft [NAME=VALUE...]',
  options: {},
  async run(call) {
    const path = call.positional(0, 'The project file');
    const plan = await openProject(path);
    const pairs = call.positionals.slice(1);
    let settings = plan.settings;
    for (const pair of pairs) {
      const equals = pair.indexOf('=');
      if (equals < 1) throw call.wrong(`"${pair}" should be NAME=VALUE.`);
      settings = withSetting(settings, pair.slice(0, equals), pair.slice(equals + 1));
    }
    if (pairs.length > 0) {
      apply(plan, { note: 'change settings', settings });
      saveProject(path, plan);
    }
    const shown =
      pairs.length > 0 ? SETTING_NAMES.filter((name) => pairs.some((pair) => pair.startsWith(`${name}=`))) : SETTING_NAMES;
    answer(
      call,
      settings,
      shown.map((name) => `${name}=${settings[name]}  ${SETTINGS[name].about}`),
    );
  },
};
