import { AppError } from '../base/app-error.ts';
import type { Arguments, Command } from './arguments.ts';
import { readInput } from './files.ts';
import { readJsonFields } from './json-fields.ts';
import { LOSS_MODEL_NAMES, LOSS_MODELS, type LossAnswer } from './loss-models.ts';
import { answer } from './terminal.ts';

/** `weft loss`: a model's loss for a given path, with its intermediate values. */
export const command: Command = {
  usage: `loss --model ${LOSS_MODEL_NAMES.join('|')} --input FILE.json`,
  options: {
    model: {
      kind: 'text',
      about: 'itm: Irregular Terrain Model 1.3; p1812, p526, gas (P.676), rain (P.838 with P.530): ITU-R Recommendations',
    },
    input: { kind: 'text', about: 'the path; docs/examples/loss-MODEL.json has all fields' },
  },
  run: runLoss,
};

function runLoss(call: Arguments): Promise<void> {
  if (call.positionals.length > 0) throw call.wrong(`"${call.positionals[0] ?? ''}" is one word too many.`);
  const name = call.among(LOSS_MODEL_NAMES, call.required('model'), '--model');
  const model = LOSS_MODELS[name];
  const path = call.required('input');
  const fields = readJsonFields(path, readInput(path).bytes);
  const result = model(fields);
  if (!Number.isFinite(result.lossDb)) {
    const what = `The model ${name} gives no loss for this path.`;
    throw new AppError('study/model-range', { what, where: path, remedy: 'Check the heights and distances.' });
  }
  const { lossDb, warnings, values } = result;
  const assumptions = [...result.assumptions, ...fields.assumed];
  answer(call, { model: name, lossDb, warnings, assumptions, ...values }, textAnswer({ ...result, assumptions }));
  return Promise.resolve();
}

/** The loss, then what to know about it, then the intermediate values. */
function textAnswer({ lossDb, warnings, assumptions, values }: LossAnswer): string[] {
  const rows = Object.entries(values);
  const wide = Math.max(...rows.map(([name]) => name.length));
  const shown = (value: number | string): string => (typeof value === 'number' ? String(Number(value.toPrecision(10))) : value);
  return [
    `Loss: ${lossDb.toFixed(2)} dB`,
    ...warnings.map((text) => `Note: ${text}`),
    ...assumptions.map((text) => `Assumed: ${text}`),
    '',
    ...rows.map(
      ([name, value]) => `${name.padEnd(wide)}  ${typeof value === 'object' ? value.map(shown).join(', ') : shown(value)}`,
    ),
  ];
}
