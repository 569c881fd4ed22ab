import type { UnitSystem } from '../base/quantity-text.ts';
import { AppError } from '../base/app-error.ts';

/** The study settings of a plan. What each means, its unit and range stand in `SETTINGS`. */
export interface Settings {
  readonly units: UnitSystem;
  readonly takeRate: number;
  readonly aerial: boolean;
  readonly aerialPreferred: boolean;
  readonly newPoles: boolean;
  readonly towersCarryStrand: boolean;
  readonly ownPoleOwners: string;
  readonly dropLimitM: number;
  readonly aerialDropM: number;
  readonly longDropM: number;
  readonly terminalReachM: number;
  readonly dropPoles: number;
  readonly fibresPer: string;
  readonly terminalPorts: number;
  readonly sparePorts: number;
  readonly terminalTailM: number;
  readonly splitting: string;
  readonly splitRatio: number;
  readonly splitRatioLeast: number;
  readonly cabinetPremises: number;
  readonly spareFibresPercent: number;
  readonly spareFibresLeast: number;
  readonly taper: string;
  readonly feederCableSizes: string;
  readonly distributionCableSizes: string;
  readonly splicePrice: number;
  readonly fibreMetrePrice: number;
  readonly pathMetrePrice: number;
  readonly pathLimitM: number;
  readonly slack: string;
  readonly slackPercent: number;
  readonly slackLoopM: number;
  readonly slackLoopEveryM: number;
  readonly handholeEveryM: number;
  readonly sagPercent: number;
  readonly reelM: number;
  readonly opticsClass: string;
  readonly strongerOptics: number;
  readonly spliceLossDb: number;
  readonly connectorLossDb: number;
  readonly pathConnectors: number;
  readonly opticalMarginDb: number;
  readonly reachLimitM: number;
  readonly differentialReachM: number;
  readonly maxSpanM: number;
  readonly newPoleSpacingM: number;
  readonly poleOffsetM: number;
  readonly wideStreetM: number;
  readonly pavedMethod: string;
  readonly unpavedMethod: string;
  readonly slopeCostPercent: number;
  readonly makeReadyTransferPercent: number;
  readonly makeReadyReplacementPercent: number;
  readonly makeReadyGroups: string;
  readonly poleApplications: string;
  readonly frequencyGhz: number;
  readonly kFactor: number;
}

type SettingName = keyof Settings;

interface SettingDefinition {
  readonly about: string;
  readonly default: number | string | boolean;
  readonly min?: number;
  readonly max?: number;
  readonly whole?: boolean;
  readonly values?: readonly string[];
  /** Whole numbers above 0, ascending, separated by ";". */
  readonly list?: boolean;
}

/** Every setting: meaning, default, range. The command `weft set` and the app's form are made from this table. */
export const SETTINGS: Readonly<Record<SettingName, SettingDefinition>> = {
  units: {
    about: 'units that people read: feet and miles, metres and kilometres, or metres with miles for distances',
    default: 'us',
    values: ['us', 'metric', 'mixed'],
  },
  takeRate: { about: 'share of premises that will be connected', default: 0.5, min: 0, max: 1 },
  aerial: { about: 'strand on poles is allowed', default: true },
  aerialPreferred: {
    about: 'strand on existing poles weighs half of its price in the search, and is billed in full',
    default: false,
  },
  newPoles: { about: 'new pole lines are allowed where they cost less than digging', default: true },
  towersCarryStrand: { about: 'transmission towers may carry strand', default: false },
  ownPoleOwners: { about: 'owners whose poles are ours, separated by ";"; * is all', default: '*' },
  dropLimitM: { about: 'longest drop from terminal to premises, metres', default: 300, min: 10, max: 2000 },
  aerialDropM: {
    about: 'longest drop through the air without a pole between, metres; longer ones are buried',
    default: 75,
    min: 10,
    max: 300,
  },
  terminalReachM: { about: 'how far a drop may run along the route to its terminal, metres', default: 45, min: 0, max: 500 },
  dropPoles: {
    about: 'most poles that a drop may hang on between its terminal and its last span',
    default: 2,
    min: 0,
    max: 10,
    whole: true,
  },
  longDropM: { about: 'drops over this length are flagged, metres (500 ft: FCC BDC)', default: 152.4, min: 10, max: 2000 },
  fibresPer: {
    about: 'fibres of premises that do not say how many they take: one for each premises, or one for each unit of it',
    default: 'premises',
    values: ['premises', 'unit'],
  },
  terminalPorts: { about: 'ports of a terminal', default: 8, min: 1, max: 48, whole: true },
  sparePorts: { about: 'ports kept free in each terminal', default: 1, min: 0, max: 24, whole: true },
  terminalTailM: {
    about: 'tail cable that a terminal comes with, metres; its far end is spliced in the closure. 0: spliced in the terminal',
    default: 0,
    min: 0,
    max: 150,
  },
  splitting: {
    about:
      'where light is divided: in the cabinet, there and in the terminals, by taps along the road, or the cheapest of these; none: each premises has a fibre of its own from the facility, and a port of its own there',
    default: 'auto',
    values: ['auto', 'central', 'cascade', 'taps', 'none'],
  },
  splitRatio: {
    about: 'most fibres to premises on one OLT port, and outputs of the usual splitter',
    default: 32,
    min: 2,
    max: 128,
    whole: true,
  },
  splitRatioLeast: {
    about: 'smallest split that a design may choose where light would not arrive otherwise',
    default: 4,
    min: 2,
    max: 128,
    whole: true,
  },
  cabinetPremises: { about: 'fibres to premises that one cabinet can feed', default: 288, min: 8, max: 1152, whole: true },
  spareFibresPercent: { about: 'fibres kept free in each cable, per cent', default: 25, min: 0, max: 200 },
  spareFibresLeast: { about: 'fibres kept free in each cable, at least', default: 0, min: 0, max: 288, whole: true },
  taper: {
    about: 'whether a cable that runs on is changed for a thinner one: where it pays, at every step, or never',
    default: 'economic',
    values: ['economic', 'always', 'never'],
  },
  feederCableSizes: {
    about: 'fibre counts of feeder cables, separated by ";"',
    default: '12;24;48;72;96;144;288;432;864',
    list: true,
  },
  distributionCableSizes: {
    about: 'fibre counts of distribution cables, separated by ";"',
    default: '12;24;48;72;96;144;288;432;864',
    list: true,
  },
  splicePrice: {
    about: 'price of a splice; with the next it decides where a thinner cable pays, and is in no bill',
    default: 25,
    min: 0,
    max: 1000,
  },
  fibreMetrePrice: {
    about: 'price of a fibre in a metre of cable; decides where a thinner cable pays, and is in no bill',
    default: 0.03,
    min: 0,
    max: 10,
  },
  pathMetrePrice: {
    about:
      'price of a metre of the way from the facility to each premises: what fibre, splices and stronger optics of a longer way are worth where routes are chosen; 0 takes the cheapest routes however long; in no bill',
    default: 0.002,
    min: 0,
    max: 1,
  },
  pathLimitM: {
    about:
      'most fibre from the facility to a premises, metres: routes keep to it wherever the map has a way that does, and who lies beyond is named; 0 sets no limit',
    default: 0,
    min: 0,
    max: 60000,
  },
  slack: {
    about: 'how slack is reckoned: a flat share of the length, or loops at closures, risers and at distances',
    default: 'percent',
    values: ['percent', 'loops'],
  },
  slackPercent: { about: 'slack as a flat share, per cent of length', default: 5, min: 0, max: 30 },
  slackLoopM: { about: 'cable in a slack loop, metres (50 ft)', default: 15.24, min: 0, max: 100 },
  slackLoopEveryM: {
    about: 'distance between slack loops on the way, metres; at closures and risers there is one in any case',
    default: 450,
    min: 50,
    max: 5000,
  },
  handholeEveryM: {
    about: 'most conduit between two places where cable can be pulled: handholes, cabinets, poles; metres (590 ft)',
    default: 180,
    min: 30,
    max: 1000,
  },
  sagPercent: { about: 'extra cable for sag in the air, per cent of length', default: 1, min: 0, max: 10 },
  reelM: { about: 'cable on one reel, metres; longer cables are spliced (20,000 ft)', default: 6096, min: 500, max: 12000 },
  opticsClass: {
    about: 'usual optics of OLT ports',
    default: 'xgs-n1',
    values: ['gpon-b+', 'gpon-c+', 'xgs-n1', 'xgs-n2', 'xgs-e1', 'xgs-e2'],
  },
  strongerOptics: {
    about: 'how many classes stronger the optics of an OLT port may be where paths need it',
    default: 1,
    min: 0,
    max: 3,
    whole: true,
  },
  spliceLossDb: { about: 'loss of a splice, dB', default: 0.1, min: 0, max: 1 },
  connectorLossDb: { about: 'loss of a connector pair, dB', default: 0.3, min: 0, max: 2 },
  pathConnectors: {
    about: 'connector pairs on a path: OLT, frame, splitter in and out, terminal, ONT',
    default: 6,
    min: 0,
    max: 20,
    whole: true,
  },
  opticalMarginDb: { about: 'loss kept free for ageing and repairs, dB', default: 3, min: 0, max: 10 },
  reachLimitM: {
    about: 'most fibre between facility and premises that the transceivers are specified for, metres',
    default: 20000,
    min: 1000,
    max: 60000,
  },
  differentialReachM: {
    about: 'most by which premises on one OLT port may differ in fibre, metres',
    default: 20000,
    min: 1000,
    max: 60000,
  },
  maxSpanM: { about: 'longest span to be inferred between two poles, metres', default: 110, min: 20, max: 400 },
  newPoleSpacingM: { about: 'distance between new poles, metres', default: 45, min: 20, max: 120 },
  poleOffsetM: { about: 'poles this near to a right-of-way stand along it, metres', default: 20, min: 2, max: 60 },
  wideStreetM: {
    about: 'streets known to be at least so wide are built along on either side, and crossed by bores, metres',
    default: 24,
    min: 8,
    max: 200,
  },
  pavedMethod: { about: 'how to build under paved streets', default: 'bore', values: ['bore', 'trench', 'plow'] },
  unpavedMethod: { about: 'how to build beside unpaved roads', default: 'plow', values: ['bore', 'trench', 'plow'] },
  slopeCostPercent: {
    about: 'how much dearer digging is for every 10 % of slope along the route, per cent; needs terrain',
    default: 0,
    min: 0,
    max: 200,
  },
  makeReadyTransferPercent: { about: 'poles not surveyed that need a transfer, per cent', default: 15, min: 0, max: 100 },
  makeReadyReplacementPercent: { about: 'poles not surveyed that must be replaced, per cent', default: 5, min: 0, max: 100 },
  makeReadyGroups: {
    about:
      "groups of poles with shares of their own, transfer/replacement per cent: owner='Verizon' and class>=5: 40/15; year<1975: 30/20",
    default: '',
  },
  poleApplications: {
    about: 'most poles in one application and its fee, by owner; * is all others: Verizon=50/2500; *=99/0',
    default: '*=99/0',
  },
  frequencyGhz: { about: 'frequency of radio links, GHz', default: 5.5, min: 0.02, max: 100 },
  kFactor: { about: 'effective Earth radius over true radius', default: 4 / 3, min: 0.3, max: 100 },
};

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[]; // keys of a constant record

export const defaultSettings: Settings = Object.fromEntries(
  SETTING_NAMES.map((name) => [name, SETTINGS[name].default]),
) as unknown as Settings; // defaults have the types that Settings states; a test compares them

/** Limits a little beside the usual ones, in metres, that are round in feet: 1,000, 250, 150, 1,500, 360, 150, 65, 80 and twice 65,600 ft. */
const ROUND_IN_FEET: Partial<Settings> = {
  dropLimitM: 304.8,
  aerialDropM: 76.2,
  terminalReachM: 45.72,
  slackLoopEveryM: 457.2,
  maxSpanM: 109.728,
  newPoleSpacingM: 45.72,
  poleOffsetM: 19.812,
  wideStreetM: 24.384,
  reachLimitM: 19_994.88,
  differentialReachM: 19_994.88,
};

/** What a plan begins with that is made by people who read these units: limits that are round in them. */
export function startingSettings(units: Settings['units']): Settings {
  return { ...defaultSettings, ...(units === 'us' ? ROUND_IN_FEET : {}), units };
}

/** Settings with one value replaced by what a person typed. @throws AppError naming the setting and its range */
export function withSetting(settings: Settings, name: string, typed: string): Settings {
  if (!isSettingName(name)) {
    throw new AppError('plan/unknown-setting', {
      what: 'There is no such setting.',
      where: name,
      remedy: `Choose one of: ${SETTING_NAMES.join(', ')}.`,
    });
  }
  return { ...settings, [name]: parseSetting(name, typed) };
}

/** A list setting as numbers; null where it is none. */
export function numbersOf(list: string): readonly number[] | null {
  const numbers = list.split(';').map((part) => Number(part));
  return numbers.every((one, i) => Number.isInteger(one) && one > (numbers[i - 1] ?? 0)) ? numbers : null;
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

function parseSetting(name: SettingName, typed: string): number | string | boolean {
  const definition = SETTINGS[name];
  const refuse = (range: string): never => {
    throw new AppError('plan/setting-value', {
      what: `"${typed}" is not possible.`,
      where: name,
      remedy: `Give ${range}: ${definition.about}.`,
    });
  };
  if (typeof definition.default === 'boolean') {
    if (/^(true|yes|on|1)$/i.test(typed)) return true;
    return /^(false|no|off|0)$/i.test(typed) ? false : refuse('yes or no');
  }
  if (typeof definition.default === 'string') {
    if (definition.list === true)
      return numbersOf(typed) === null ? refuse('whole numbers such as 12;24;48, the smallest first') : typed;
    return definition.values === undefined || definition.values.includes(typed) ? typed : refuse(definition.values.join(' or '));
  }
  const value = typed.trim() === '' ? NaN : Number(typed);
  const { min = -Infinity, max = Infinity, whole = false } = definition;
  const possible = value >= min && value <= max && (!whole || Number.isInteger(value));
  return possible ? value : refuse(`a ${whole ? 'whole number' : 'number'} from ${min} to ${max}`);
}
