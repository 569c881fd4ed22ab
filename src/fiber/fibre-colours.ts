/** Colours of fibres in a tube and of tubes in a cable, in order (TIA-598-D). */
export const FIBRE_COLOURS = [
  'blue',
  'orange',
  'green',
  'brown',
  'slate',
  'white',
  'red',
  'black',
  'yellow',
  'violet',
  'rose',
  'aqua',
] as const;

const FIBRES_PER_TUBE = FIBRE_COLOURS.length;

/** Where a fibre lies in a cable of tubes with twelve fibres each; numbers count from 1. */
export interface FibrePlace {
  readonly tube: number;
  readonly tubeColour: string;
  /** Within its tube. */
  readonly fibre: number;
  readonly fibreColour: string;
}

/** The place and colours of a fibre. From the thirteenth tube on the colours come again with a tracer. @param number from 1 */
export function fibrePlace(number: number): FibrePlace {
  const tube = Math.ceil(number / FIBRES_PER_TUBE);
  const fibre = number - (tube - 1) * FIBRES_PER_TUBE;
  const round = Math.floor((tube - 1) / FIBRE_COLOURS.length);
  const tubeColour = colour(tube);
  return {
    tube,
    tubeColour: round === 0 ? tubeColour : `${tubeColour} with ${round === 1 ? 'tracer' : `${round} tracers`}`,
    fibre,
    fibreColour: colour(fibre),
  };
}

function colour(number: number): string {
  return FIBRE_COLOURS[(number - 1) % FIBRE_COLOURS.length] ?? '';
}
