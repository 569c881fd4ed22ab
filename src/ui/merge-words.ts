import type { CostItem } from '../base/cost-book.ts';
import { numberText, routeText, shortRouteText, type UnitSystem } from '../base/quantity-text.ts';
import { shortDistanceM } from '../geo/geodesy.ts';
import type { Geometry } from '../geo/geometry.ts';
import type { FieldValue } from '../plan/feature-table.ts';
import { FEATURE_LAYERS, isFeatureLayerName, isRasterLayerName, RASTER_LAYERS } from '../plan/layers.ts';
import type { MergeConflict } from '../plan/merge.ts';
import { isBuilt, type FiberNetwork } from '../plan/network.ts';
import type { Settings } from '../plan/settings.ts';
import { wording } from '../text/wording.ts';
import { editableValue, fieldDefinition, fieldLabel } from './field-text.ts';
import { settingLabel } from './setting-labels.ts';

const words = wording.mergeDialog;

/** What a conflict is about, as a heading. */
export function conflictTitle({ where, id, field }: MergeConflict): string {
  if (isFeatureLayerName(where)) {
    const parts = [FEATURE_LAYERS[where].title, id, field === 'geometry' ? words.shape : field === null ? '' : fieldLabel(field)];
    return parts.filter((part) => part !== '').join(' · ');
  }
  if (isRasterLayerName(where)) return RASTER_LAYERS[where];
  switch (where) {
    case 'settings':
      return (settingLabel(id as keyof Settings) as string | undefined) ?? id; // a newer Weft may have others
    case 'cost-book':
      return id === '' ? words.bookHead : words.item({ id });
    case 'field-classes':
      return words.visible({ field: [id, field].join(' · ') });
    case 'manifest':
      return words.manifest;
    case 'name':
    case 'fiber':
    case 'display':
    case 'ignored':
      return words.parts[where];
    default:
      return where;
  }
}

/** One side's value of a conflict, as it is chosen. */
export function conflictValue(conflict: MergeConflict, side: 'ours' | 'theirs', units: UnitSystem): string {
  const { where, field, base } = conflict;
  const value = conflict[side];
  if (isFeatureLayerName(where)) {
    if (field === null) return value === undefined ? words.gone : words.stays;
    if (field === 'geometry') return shapeText(base as Geometry | null, value as Geometry | null, units); // a field of that name holds one
    return value === undefined || value === null
      ? words.none
      : editableValue(value as FieldValue, fieldDefinition(where, field), units); // what features' fields hold
  }
  if (value === undefined || value === null) return words.none;
  if (where === 'cost-book' && typeof value === 'object' && 'likely' in value) return itemText(value as CostItem); // so told apart from the head
  if (where === 'fiber') return designText(value as FiberNetwork, units); // what a plan's design is
  return plainText(value) ?? (side === 'ours' ? words.thisPlans : words.thatPlans);
}

/** What both began with, or null where it says nothing. */
export function formerValue(conflict: MergeConflict, units: UnitSystem): string | null {
  const { where, field, base } = conflict;
  if (field === 'geometry' || (field === null && typeof base === 'object')) return null;
  if (base === undefined || base === null) return words.wasNot;
  return words.was({ value: conflictValue({ ...conflict, where, ours: base }, 'ours', units) });
}

/** Where on the map a conflict is, or null. */
export function conflictShape({ where, field, ours, theirs }: MergeConflict): Geometry | null {
  if (!isFeatureLayerName(where)) return null;
  const shapes =
    field === 'geometry' ? [ours, theirs] : [ours, theirs].map((side) => (side as { geometry?: Geometry } | undefined)?.geometry); // a feature, or a value without one
  return (shapes.find((shape) => shape !== null && shape !== undefined) as Geometry | undefined) ?? null;
}

function shapeText(base: Geometry | null, value: Geometry | null, units: UnitSystem): string {
  if (value === null) return words.none;
  if (value.type !== 'Point' || base?.type !== 'Point') return words.otherShape;
  return words.movedBy({ distance: shortRouteText(shortDistanceM(base.coordinates, value.coordinates), units) });
}

function itemText({ low, likely, high, unit }: CostItem): string {
  return `${[low, likely, high].map((price) => numberText(price, 2)).join(' – ')} / ${unit}`;
}

function designText({ drops, stretches }: FiberNetwork, units: UnitSystem): string {
  const lengthM = stretches.filter(isBuilt).reduce((sum, stretch) => sum + stretch.lengthM, 0);
  return words.designOf({ premises: words.premises({ count: drops.length }), length: routeText(lengthM, units) });
}

/** A setting or a name as text; null for what has many parts. */
function plainText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) && value.every((part) => typeof part !== 'object') ? value.join(', ') : null;
}
