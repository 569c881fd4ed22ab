import { readPlanetAntenna } from '../../io/antenna-file.ts';
import { readEquipmentCatalogue } from '../../io/equipment-catalogue.ts';
import { withAntenna, withOwn } from '../../radio/equipment.ts';
import type { LinkEndName } from '../../state/link-state.svelte.ts';
import { wording } from '../../text/wording.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { setEquipment } from './link-budget.ts';

const words = wording.ownEquipment;

/** Takes the radios of a table into the plan. */
export const addEquipment: Command = {
  id: 'equipment.add',
  alters: true,
  title: words.add,
  keywords: words.addKeywords,
  run: async (bench) => {
    const file = await chosenText(bench, '.csv,.txt');
    if (file === null) return;
    const added = readEquipmentCatalogue(file.text, file.name);
    bench.plan.commit({ note: words.addNote({ file: file.name }), equipment: withOwn(bench.plan.plan.equipment, added) });
    bench.messages.say(words.added({ count: added.length, file: file.name }));
  },
};

/** Takes the plan's own radios out of it. */
export const dropEquipment: Command = {
  id: 'equipment.drop',
  alters: true,
  title: words.drop,
  keywords: words.addKeywords,
  can: ({ plan }) => plan.plan.equipment.length > 0 || words.noneOfItsOwn,
  run: ({ plan }) => plan.commit({ note: words.dropNote, equipment: [] }),
};

/** Gives the radio at each end the antenna of a file: a radio more in the plan, which is chosen. */
export const antennaCommands: Readonly<Record<LinkEndName, Command>> = { A: antennaAt('A'), B: antennaAt('B') };

function antennaAt(end: LinkEndName): Command {
  const radioOf = ({ link }: Workbench) => (end === 'A' ? link.equipmentA : link.equipmentB);
  return {
    id: `equipment.antenna-${end.toLowerCase()}`,
    alters: true,
    title: words.antennaAt({ end }),
    keywords: words.antennaKeywords,
    can: (bench) => radioOf(bench) !== null || words.chooseRadioFirst({ end }),
    run: async (bench) => {
      const radio = radioOf(bench);
      const file = radio === null ? null : await chosenText(bench, '.msi,.pln,.txt');
      if (radio === null || file === null) return;
      const own = withAntenna(radio, readPlanetAntenna(file.text, file.name), file.name);
      bench.plan.commit({ note: words.addNote({ file: file.name }), equipment: withOwn(bench.plan.plan.equipment, [own]) });
      await setEquipment(bench, end, own);
    },
  };
}

async function chosenText({ files }: Workbench, accept: string): Promise<{ name: string; text: string } | null> {
  const [file] = await files.choose(accept, false);
  return file === undefined ? null : { name: file.name, text: await file.text() };
}
