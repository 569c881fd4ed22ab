/**
 * The colours of Weft in its three themes. A colour has one meaning everywhere: what is blue on the map is blue on paper.
 * Told apart by colour-blind eyes (after Okabe and Ito) and doubled by dash or shape wherever it carries meaning.
 * `src/ui/tokens.css` holds the same values for the page; a test compares them.
 */
export interface Palette {
  /** The map's empty ground and the page behind the panels. */
  readonly ground: string;
  /** Panels, cards, sheets of paper. */
  readonly surface: string;
  /** Fields, table heads, things that lie a little deeper than the surface. */
  readonly sunken: string;
  /** Text, 4.5:1 and better on all of the above. */
  readonly ink: string;
  readonly inkSoft: string;
  /** Hairlines between things. */
  readonly line: string;
  /** The next obvious step. */
  readonly accent: string;
  readonly onAccent: string;
  /** Keyboard focus and the selected thing. */
  readonly focus: string;
  /** Basemap: pale and thin. */
  readonly street: string;
  readonly streetEdge: string;
  readonly parcelLine: string;
  readonly building: string;
  readonly water: string;
  readonly rail: string;
  readonly mapLabel: string;
  readonly shade: string;
  readonly light: string;
  /** The network: the only saturated things on the map. */
  readonly aerial: string;
  readonly underground: string;
  readonly drop: string;
  readonly existing: string;
  readonly crossing: string;
  readonly facility: string;
  readonly premises: string;
  readonly pole: string;
  readonly neighbourhood: string;
  /** Verdicts of a link. */
  readonly clear: string;
  readonly marginal: string;
  readonly blocked: string;
  readonly tooClose: string;
}

export const lightPalette: Palette = {
  ground: '#f4f2ec',
  surface: '#ffffff',
  sunken: '#f6f5f2',
  ink: '#1b2430',
  inkSoft: '#565f6c',
  line: '#e2dfd8',
  accent: '#17407e',
  onAccent: '#ffffff',
  focus: '#17407e',
  street: '#ffffff',
  streetEdge: '#dcd8cd',
  parcelLine: '#dad6cb',
  building: '#e3dfd5',
  water: '#c9dde8',
  rail: '#9c978c',
  mapLabel: '#59606b',
  shade: '#6b6455',
  light: '#ffffff',
  aerial: '#1650a0',
  underground: '#8a5220',
  drop: '#4f8fd0',
  existing: '#767d87',
  crossing: '#2f3a48',
  facility: '#1b2430',
  premises: '#6f7886',
  pole: '#5c6470',
  neighbourhood: '#6d6478',
  clear: '#007a70',
  marginal: '#947000',
  blocked: '#a01c14',
  tooClose: '#7646ad',
};

export const darkPalette: Palette = {
  ground: '#171b21',
  surface: '#1f242b',
  sunken: '#181c22',
  ink: '#e9ecf0',
  inkSoft: '#a5adb8',
  line: '#323942',
  accent: '#9cc2f5',
  onAccent: '#0f1c2e',
  focus: '#9cc2f5',
  street: '#343b45',
  streetEdge: '#22272e',
  parcelLine: '#2c323a',
  building: '#2a3038',
  water: '#1c3546',
  rail: '#6d747e',
  mapLabel: '#a0a8b3',
  shade: '#000000',
  light: '#46505c',
  aerial: '#74acf2',
  underground: '#d09a63',
  drop: '#5c8fc9',
  existing: '#8b939d',
  crossing: '#dfe4ea',
  facility: '#f2f4f7',
  premises: '#8e97a3',
  pole: '#a3abb6',
  neighbourhood: '#a79db4',
  clear: '#3cc4b6',
  marginal: '#f2c14e',
  blocked: '#ff7350',
  tooClose: '#bb95ec',
};

/** White ground, for print. */
export const paperPalette: Palette = { ...lightPalette, ground: '#ffffff', surface: '#ffffff' };

/** From most to least, for things that have an order: ever lighter (viridis), told apart by colour-blind eyes and in grey. */
const RAMP = ['#440154', '#3b528b', '#21918c', '#5ec962', '#fde725'] as const;

/** The ramp with what stands out most from a palette's ground first. */
export function rampOf(palette: Palette): readonly string[] {
  return palette === darkPalette ? [...RAMP].reverse() : RAMP;
}

/** For things without an order, such as sites (Okabe and Ito); the eighth has the first one's colour again. */
export const DISTINCT_COLOURS: readonly string[] = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#f0e442'];
