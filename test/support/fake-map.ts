import type { MapView } from '../../src/map/map-view.ts';

/** A map that draws nothing; a test gives it the parts that it listens to. */
export function fakeMap(parts: Partial<MapView>): MapView {
  const idle = (): void => undefined;
  return {
    put: idle,
    putLayer: idle,
    editLayer: idle,
    setVisible: idle,
    setOpacity: idle,
    setOrder: idle,
    setPalette: idle,
    setTerrain: idle,
    setScene: idle,
    setAirLines: idle,
    lookFrom: idle,
    turnBy: idle,
    setCoverage: idle,
    setCoverageOpacity: idle,
    setBasemap: idle,
    setUnits: idle,
    setCursor: idle,
    fit: idle,
    moveTo: idle,
    zoomBy: idle,
    panBy: idle,
    camera: () => ({ centre: [0, 0], zoom: 0 }),
    bounds: () => [0, 0, 0, 0],
    project: () => ({ x: 0, y: 0 }),
    itemsAt: () => [],
    itemsInView: () => [],
    unproject: () => [0, 0],
    setDoubleClickZoom: idle,
    isAtRest: () => true,
    focus: idle,
    resize: idle,
    destroy: idle,
    ...parts,
  };
}
