import { apply } from '../plan/change.ts';
import { fieldNames } from '../plan/audience.ts';
import { FIELD_CLASSES, classOf, withClass, type FieldClass } from '../plan/field-classes.ts';
import { isFeatureLayerName, type FeatureLayerName } from '../plan/layers.ts';
import type { Arguments, Command } from './arguments.ts';
import { openProject, saveProject } from './project.ts';
import { answer } from './terminal.ts';

export const command: Command = {
  usage: 'fields PROJECT.weft [LAYER.FIELD=public|member|restricted...]',
  options: {},
  async run(call) {
    const path = call.positional(0, 'The project file');
    const plan = await openProject(path);
    const pairs = call.positionals.slice(1).map((pair) => parsePair(call, pair));
    if (pairs.length > 0) {
      const fieldClasses = pairs.reduce(
        (classes, { layer, field, of }) => withClass(classes, layer, field, of),
        plan.fieldClasses,
      );
      apply(plan, { note: 'say who may see fields', fieldClasses });
      saveProject(path, plan);
    }
    const fields = [...plan.layers].flatMap(([layer, table]) =>
      fieldNames(table).map((field) => ({ layer, field, class: classOf(plan.fieldClasses, layer, field) })),
    );
    const shown = pairs.length === 0 ? fields : pairs.map(({ layer, field, of }) => ({ layer, field, class: of }));
    answer(
      call,
      fields,
      shown.map((one) => `${one.layer}.${one.field}=${one.class}`),
    );
  },
};

function parsePair(call: Arguments, pair: string): { layer: FeatureLayerName; field: string; of: FieldClass } {
  const equals = pair.lastIndexOf('=');
  const dot = pair.indexOf('.');
  const [layer, field, named] = [pair.slice(0, dot), pair.slice(dot + 1, equals), pair.slice(equals + 1)];
  if (dot < 1 || equals <= dot + 1) throw call.wrong(`"${pair}" should be LAYER.FIELD=CLASS.`);
  if (!isFeatureLayerName(layer)) throw call.wrong(`There is no layer "${layer}".`);
  return { layer, field, of: call.among(FIELD_CLASSES, named) };
}
