import type { Source } from './layer.ts';

/** The licences and credits of sources, each once, in their order; those of layers that were derived from several are told apart again. */
export function creditsOf(sources: Iterable<Source>): string[] {
  const licences = [...sources].flatMap(({ licence }) => licence?.split('; ') ?? []);
  return [...new Set(licences.map((licence) => licence.trim()).filter((licence) => licence !== ''))];
}
