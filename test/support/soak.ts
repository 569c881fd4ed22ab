import { quietJob } from '../../src/base/job.ts';
import { seededRandom } from '../../src/base/random.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../src/io/export-formats.ts';
import { importFeatures } from '../../src/io/import-layer.ts';
import { writeProject } from '../../src/io/project-file.ts';
import type { Change } from '../../src/plan/change.ts';
import { changeBetween } from '../../src/plan/difference.ts';
import { History } from '../../src/plan/history.ts';
import { countOf, emptyLayer, featuresOfLayer } from '../../src/plan/layer.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { designFiber } from '../../src/studies/fiber/design.ts';
import { exportLayer } from '../../src/workers/export-job.ts';
import { StorageService } from '../../src/workers/storage-service.ts';
import { aTown, at } from './fiber-town.ts';
import { SimulatedComputer } from './simulated-disk.ts';
import { noteAt } from './simulated-life.ts';

const FORMATS = (Object.keys(EXPORT_FORMATS) as ExportFormat[]).filter((format) => format !== 'bdc' && format !== 'ofds');
/** Commands after which the plan is opened again, as a person opens another one: histories end there. */
const SESSION = 250;

/** What a soak has done and holds. */
export interface Soak {
  readonly commands: number;
  readonly imports: number;
  readonly designs: number;
  readonly exports: number;
}

function hamlet(): Plan {
  const way = [[-200, 0], [200, 0]] as const; // prettier-ignore
  const town = aTown().hut('H', 0, 5).way('w1', way);
  for (let x = -200; x <= 200; x += 50) town.pole(`p${x}`, x, 3).premises(`n${x}`, x + 7, 25);
  return town.plan();
}

/**
 * Works as a person does who never stops: edits, undo and redo, imports, designs, exports, all of it kept in a journal and opened again.
 * Throws where something fails, or where what is kept is not what was done. @param more asked after each command
 */
export async function soak(seed: number, more: (soak: Soak) => boolean): Promise<Soak> {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const done = { commands: 0, imports: 0, designs: 0, exports: 0 };
  const place = () => at(Math.round(random() * 400 - 200), Math.round(random() * 80 - 40));
  while (more(done)) {
    const plan = hamlet();
    const history = new History(plan);
    const service = new StorageService(
      new SimulatedComputer(seed + done.commands).disk,
      new SimulatedComputer(seed).sentinels,
      'soak',
    );
    const view = (): Plan => ({ ...plan, layers: new Map(plan.layers), rasters: new Map(plan.rasters) });
    await service.begin('town', plan, noteAt(0));
    let kept = view();
    const commit = (change: Change): void => history.commit(change);
    for (let k = 0; k < SESSION && more(done); k++) {
      done.commands++;
      const choice = random();
      const premises = plan.layers.get('premises') ?? emptyLayer;
      const feature = pick([...featuresOfLayer(premises)]);
      if (choice < 0.5 && feature !== undefined)
        commit({
          note: 'move',
          features: [
            { layer: 'premises', id: feature.id, feature: { ...feature, geometry: { type: 'Point', coordinates: place() } } },
          ],
        });
      else if (choice < 0.6) history.undo();
      else if (choice < 0.65) history.redo();
      else if (choice < 0.7 && feature !== undefined && countOf(premises) > 5)
        commit({ note: 'delete', features: [{ layer: 'premises', id: feature.id, feature: null }] });
      else if (choice < 0.8) {
        done.imports++;
        const rows = Array.from({ length: 20 }, () => place().join(','));
        const bytes = new TextEncoder().encode(`lon,lat\n${rows.join('\n')}`);
        const { change } = await importFeatures(plan, 'sites', [{ name: 'a.csv', bytes }], {}, quietJob);
        commit(
          countOf(plan.layers.get('sites') ?? emptyLayer) > 400
            ? { note: 'clear', layers: [{ name: 'sites', layer: null }] }
            : change,
        );
      } else if (choice < 0.85) {
        done.designs++;
        commit({ note: 'design', fiber: await designFiber(plan, { effort: 1, seed: 1 }, quietJob) });
      } else if (choice < 0.92) {
        done.exports++;
        const { bytes } = await exportLayer(
          { plan, layer: 'premises', format: pick(FORMATS) ?? 'geojson', audience: 'public' },
          quietJob,
        );
        if (bytes.length === 0) throw new Error('an export is empty');
      }
      const now = view();
      const change = changeBetween(kept, now, 'step');
      if (change !== null) await service.append(change, noteAt(done.commands));
      kept = now;
    }
    const opened = await service.open('town', 'read', 0);
    if (opened.plan === null || opened.recovery !== null) throw new Error('what was kept is not whole');
    const again = new History(opened.plan);
    for (const change of opened.changes) again.commit(change);
    if (Buffer.compare(writeProject(opened.plan), writeProject(plan)) !== 0)
      throw new Error('what was kept is not what was done');
  }
  return done;
}
