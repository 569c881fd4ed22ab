import type { LngLat } from '../geo/position.ts';
import type { WaitingVersion } from '../store/app-version.ts';
import type { LanguageChoice } from '../store/preferences.ts';
import type { Layer } from '../plan/layer.ts';
import type { Plan } from '../plan/plan.ts';
import type { FeatureLayerName, RasterLayerName } from '../plan/layers.ts';
import type { OpenedProject } from '../workers/storage-service.ts';
import type { HelpTopic } from '../text/english/help.ts';

export type LeftTab = 'layers' | 'legend' | 'checks' | 'neighbourhoods';
export type RightTab = 'selection' | 'fiber' | 'link' | 'reach' | 'coverage' | 'requests';
export type DrawerTab = 'table' | 'profile' | 'panorama' | 'costs' | 'bill' | 'scenarios';
/** The one active tool: chooses, looks along a link, puts points, draws lines and areas, measures, selects by outline, cuts an area. */
export type Tool = 'select' | 'link' | 'point' | 'line' | 'area' | 'measure' | 'lasso' | 'cut';
export type Theme = 'system' | 'light' | 'dark';
/** Sheets of a narrow screen: how much of it they take. */
export type SheetHeight = 'peek' | 'half' | 'full';

export type Dialog =
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'help'; readonly topic: HelpTopic }
  /** `next`: other files, one after the other, each for a layer of its own. */
  | { readonly kind: 'import'; readonly files: readonly File[]; readonly next?: readonly (readonly File[])[] }
  | { readonly kind: 'address' }
  | { readonly kind: 'export' }
  | { readonly kind: 'share' }
  | { readonly kind: 'print' }
  | { readonly kind: 'work' }
  | { readonly kind: 'merge'; readonly file: File }
  | { readonly kind: 'basemaps' }
  | { readonly kind: 'recovery'; readonly opened: OpenedProject }
  | {
      readonly kind: 'confirm';
      readonly title: string;
      readonly text: string;
      readonly action: string;
      readonly dismiss?: string;
      /** What it is about, shown as a small picture. */
      readonly plan?: Plan | null;
      readonly run: () => void;
      readonly cancel: () => void;
    };

/** Where the map looks. */
export interface Camera {
  readonly centre: LngLat;
  readonly zoom: number;
}

/** The menu of a place: where on the ground, and pixels from the map's corner. */
export interface PlaceMenu {
  readonly position: LngLat;
  readonly x: number;
  readonly y: number;
}

/** What is shown and how: camera, layers, panels, dialogs. Not part of the plan. */
export class ViewState {
  /** The heights that the map shades; where the plan has none of that kind, its terrain. */
  shadedRaster = $state<RasterLayerName>('terrain');
  theme = $state<Theme>('system');
  systemDark = $state(false);
  narrow = $state(false);
  leftOpen = $state(true);
  leftTab = $state<LeftTab>('layers');
  rightTab = $state<RightTab>('fiber');
  drawer = $state<DrawerTab | null>(null);
  /** The layer that the table shows. */
  tableLayer = $state<FeatureLayerName>('premises');
  /** On a narrow screen: the one sheet that is open. */
  sheet = $state<'left' | 'right' | 'drawer' | 'more' | null>(null);
  /** What the map shows of one layer, where the table's filter holds for it too. */
  mapFilter = $state.raw<{ readonly layer: FeatureLayerName; readonly shown: Layer } | null>(null);
  sheetHeight = $state<SheetHeight>('half');
  tool = $state<Tool>('select');
  dialog = $state.raw<Dialog | null>(null);
  /** What an import would bring, shown on the map before it is part of the plan. */
  preview = $state.raw<Layer | null>(null);
  /** A newer version of the app that waits to be taken. */
  waitingVersion = $state.raw<WaitingVersion | null>(null);
  menu = $state.raw<PlaceMenu | null>(null);
  /** Where the map is to look as soon as it can. */
  wantedCamera = $state.raw<Camera | null>(null);
  camera = $state.raw<Camera>({ centre: [0, 0], zoom: 1 });
  pointer = $state.raw<LngLat | null>(null);
  pointerElevationM = $state<number | null>(null);
  /** True once the sample town was put aside. */
  sampleDismissed = $state(false);
  /** The steps from one's own files to a build plan are shown beside the map. */
  guideShown = $state(true);
  /** What they lead to; null: as the plan looks. */
  guideAbout = $state<'fiber' | 'radio' | null>(null);
  /** Single letters, digits and signs run commands. */
  letterKeys = $state(true);
  /** What is spoken from the next opening of the page on. */
  language = $state<LanguageChoice>('browser');
  mapFailure = $state<string | null>(null);
  mapReady = $state(false);
  /** True once all that happens at the start is done, or has failed. */
  begun = $state(false);
  /** A second position shown on the map: where the profile's cursor stands. */
  marker = $state.raw<LngLat | null>(null);

  get dark(): boolean {
    return this.theme === 'dark' || (this.theme === 'system' && this.systemDark);
  }

  /** Opens a tab of the right-hand panel wherever this screen has it. */
  showRight(tab: RightTab): void {
    this.rightTab = tab;
    if (this.narrow) {
      this.sheet = 'right';
      this.sheetHeight = 'half';
    }
  }

  /** Opens a tab of the drawer, or closes it where it is open. */
  toggleDrawer(tab: DrawerTab): void {
    const isShown = this.drawer === tab && (!this.narrow || this.sheet === 'drawer');
    this.drawer = isShown ? null : tab;
    if (!this.narrow) return;
    this.sheet = isShown ? null : 'drawer';
    this.sheetHeight = 'half';
  }

  showLeft(tab: LeftTab): void {
    this.leftTab = tab;
    this.leftOpen = true;
    if (this.narrow) {
      this.sheet = 'left';
      this.sheetHeight = 'half';
    }
  }
}
