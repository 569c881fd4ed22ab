import { FEATURE_LAYERS, type FeatureLayerName } from '../plan/layers.ts';
import { spelled } from './wording.ts';

/** What a layer is called. */
export function layerTitle(name: FeatureLayerName): string {
  return spelled(FEATURE_LAYERS[name].title);
}
