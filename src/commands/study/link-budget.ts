import { equipmentCatalogueUrl } from '../../io/bundled-data.ts';
import type { Equipment } from '../../base/equipment.ts';
import { catalogueWith, usualFrequencyGhz } from '../../radio/equipment.ts';
import type { Plan } from '../../plan/plan.ts';
import type { LinkEndName } from '../../state/link-state.svelte.ts';
import { loadAppFile } from '../../store/network.ts';
import type { Workbench } from '../workbench.ts';
import { studyLink } from './link-study.ts';

let catalogue: Promise<Equipment[]> | null = null;

/** The radios of a plan's own, and the catalogue that ships with the program. @throws AppError file/not-loaded */
export async function loadEquipment({ equipment }: Pick<Plan, 'equipment'>): Promise<Equipment[]> {
  catalogue ??= readBundled();
  catalogue.catch(() => (catalogue = null));
  return catalogueWith(equipment, await catalogue);
}

async function readBundled(): Promise<Equipment[]> {
  const [bytes, { readEquipmentCatalogue }] = await Promise.all([
    loadAppFile(equipmentCatalogueUrl),
    import('../../io/equipment-catalogue.ts'),
  ]);
  return readEquipmentCatalogue(new TextDecoder().decode(bytes), 'equipment.csv');
}

/** Chooses the radio at one end; a frequency that the two cannot be set to becomes their usual one. Judges anew. */
export async function setEquipment(bench: Workbench, end: LinkEndName, equipment: Equipment | null): Promise<void> {
  const { link } = bench;
  if (end === 'A') link.equipmentA = equipment;
  else link.equipmentB = equipment;
  const { equipmentA: a, equipmentB: b, frequencyGhz } = link;
  const outside = [a, b].some(
    (one) => one !== null && !(frequencyGhz >= one.frequencyMinGhz && frequencyGhz <= one.frequencyMaxGhz),
  );
  if (a !== null && b !== null && outside) link.frequencyGhz = usualFrequencyGhz(a, b);
  await studyLink(bench);
}
