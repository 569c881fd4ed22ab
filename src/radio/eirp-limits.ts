/** Whose rules hold. */
export type Region = 'us' | 'eu';
/** All regions, for options and lists. */
export const REGIONS: readonly Region[] = ['us', 'eu'];

/** What the rules allow at a frequency. */
export interface EirpLimit {
  readonly region: Region;
  readonly minGhz: number;
  readonly maxGhz: number;
  /** Greatest radiated power in the main direction, dBm; null where none is stated for this use. */
  readonly limitDbm: number | null;
  /** Greatest power into the antenna, dBm; null where none is stated. */
  readonly conductedDbm: number | null;
  /** What else to know: radar, registration, exceptions. */
  readonly note: string;
  readonly source: string;
  /** Where the figures were compared with the rule's words; null where they were not, which every answer says. */
  readonly comparedWith: string | null;
}

/** A radio about to transmit. */
export interface Emission {
  readonly region: Region;
  readonly frequencyGhz: number;
  readonly gainDbi: number;
  /** The wider of the antenna's two half-power angles, degrees. */
  readonly beamwidthDeg: number;
  /** One fixed antenna to one other, as between two dishes. */
  readonly isPointToPoint: boolean;
}

type Rule = Omit<EirpLimit, 'limitDbm'> & {
  readonly limitDbm: number | null;
  /** Where point-to-point links have a limit of their own. */
  readonly pointToPointDbm?: (emission: Emission) => number | null;
};

const DFS = 'Radar detection (DFS) and power control are required; a channel may have to be left at once.';
const FCC_15_407 = 'FCC 47 CFR 15.407(a)';
const ETSI_5 = 'ECC/DEC/(04)08 and ETSI EN 301 893';
const REC_70_03 = 'CEPT ERC/REC 70-03';

const U_NII_1 = '15.407(a)(1)(i) and (iii) as of October 2017 (hallikainen.org/org/FCC/FccRules/2017/15/407)';
const FIELD_STRENGTH = '15.249(a)–(c) as of September 2024 (casetext.com)';
const SIXTY_GHZ = 'FCC 14-154 paragraph 70, which states it for 57–64 GHz outdoors (ieee802.org, stds-802-11-reg)';
const SHORT_RANGE =
  'the powers in its annex 1 as a maker prints them (Åkerströms Remotus Jupiter, manual page 42); duty cycles not';
const HOPPING =
  '15.247(b)(2) to (b)(4) as quoted from the eCFR in 2026: 1 W, for hopping over fewer than 50 channels 0.25 W, less what the antenna has above 6 dBi';
const U_NII_2 =
  '15.407(a)(2) as quoted in a change of wireless-regdb of December 2021: the lesser of 250 mW and 11 dBm + 10·log of the bandwidth in MHz; the 6 dBi of the antenna not';
const U_NII_3 = '15.407(a)(3) as quoted in the notes of wireless-regdb: 1 W; that antennas of fixed links may have any gain not';
const PART_101 = 'Federal Register 73 FR 18443, 4 April 2008, the table of 101.113(a) and its note 13: +55 dBW, 3 W';
const CBRS_TESTS = 'the greatest powers in the WInnForum’s tests of spectrum access systems: 47 dBm and 30 dBm per 10 MHz';
const ANNEX_3 = 'the CEPT’s own table of ERC/REC 70-03 annex 3, c2 and c3 (testapi.cept.org)';
const BFWA = 'the CEPT’s own table of ECC/REC/(06)04 (efis.dk)';
const REGDB_DE = 'the entry of Germany in wireless-regdb, May 2025';

/** 82 dBm less 2 dB for each dB that the antenna has less than 51 dBi. Source: 47 CFR 15.255(c)(2)(ii). */
const us60Ghz = ({ gainDbi }: Emission): number => Math.max(40, 82 - 2 * Math.max(0, 51 - gainDbi));
/** 55 dBm for fixed outdoor antennas of 30 dBi and more. Source: ERC/REC 70-03 annex 3, c3. */
const eu60Ghz = ({ gainDbi }: Emission): number => (gainDbi >= 30 ? 55 : 40);
/** 2500 mV/m for antennas of 33 dBi or of at most 3.5°, else 250 mV/m, at 3 m: as EIRP (E·d)²/30. Source: 47 CFR 15.249(a), (b)(1), (b)(3). */
const us24Ghz = ({ gainDbi, beamwidthDeg }: Emission): number => (gainDbi >= 33 || beamwidthDeg <= 3.5 ? 32.7 : 12.7);

interface Limits {
  readonly limitDbm: number | null;
  readonly conductedDbm?: number;
  readonly pointToPointDbm?: (emission: Emission) => number | null;
}

const rule = (
  region: Region,
  bandGhz: readonly [number, number],
  limits: Limits,
  note: string,
  source: string,
  comparedWith: string | null = null,
): Rule => ({ region, minGhz: bandGhz[0], maxGhz: bandGhz[1], conductedDbm: null, ...limits, note, source, comparedWith });

const U_NII_2_NOTE = `${DFS} Channels under 20 MHz have less: 11 dBm + 10·log of their width in MHz into the antenna.`;
const CBRS =
  'Per 10 MHz, category B; category A has 30 dBm, end-user devices 23 dBm. A spectrum access system grants the channel.';
const REGISTERED = 'Needs a licence and a registration of each link.';
const ANY_GAIN = 'Fixed point-to-point links may use antennas of any gain with 30 dBm at the antenna.';
const HALF_WITHOUT_CONTROL = 'Without power control 3 dB less.';
const DIPOLE = (milliwatts: number, dutyPercent: number): string =>
  `${milliwatts} mW radiated against a dipole, ${dutyPercent} % of the time.`;

/** In the order in which they are looked up: narrower bands stand before the wider ones that they lie in. */
const RULES: readonly Rule[] = [
  rule(
    'us',
    [0.902, 0.928],
    { limitDbm: 36, conductedDbm: 30 },
    'For hopping over at least 50 channels, or a channel of at least 500 kHz; fewer channels have 6 dB less.',
    'FCC 47 CFR 15.247(b)',
    HOPPING,
  ),
  rule('us', [3.55, 3.7], { limitDbm: 47 }, CBRS, 'FCC 47 CFR 96.41(b)', CBRS_TESTS),
  rule(
    'us',
    [5.15, 5.25],
    { limitDbm: 36, conductedDbm: 30, pointToPointDbm: () => 53 },
    'Outdoors at most 21 dBm above 30° of elevation.',
    FCC_15_407,
    U_NII_1,
  ),
  rule('us', [5.25, 5.35], { limitDbm: 30, conductedDbm: 24 }, U_NII_2_NOTE, FCC_15_407, U_NII_2),
  rule('us', [5.47, 5.725], { limitDbm: 30, conductedDbm: 24 }, U_NII_2_NOTE, FCC_15_407, U_NII_2),
  rule('us', [5.725, 5.85], { limitDbm: 36, conductedDbm: 30, pointToPointDbm: () => null }, ANY_GAIN, FCC_15_407, U_NII_3),
  rule(
    'us',
    [24.05, 24.25],
    { limitDbm: 12.7, pointToPointDbm: us24Ghz },
    'From 250 mV/m at 3 m; 2500 mV/m for fixed point-to-point antennas of 33 dBi and more, or of at most 3.5°.',
    'FCC 47 CFR 15.249(a), (b)',
    FIELD_STRENGTH,
  ),
  rule('us', [24, 24.25], { limitDbm: 12.7 }, 'From 250 mV/m at 3 m.', 'FCC 47 CFR 15.249(a)', FIELD_STRENGTH),
  rule(
    'us',
    [57, 71],
    { limitDbm: 40, pointToPointDbm: us60Ghz },
    'Average power, outdoors; the peak may be 3 dB more.',
    'FCC 47 CFR 15.255(c)',
    SIXTY_GHZ,
  ),
  rule('us', [71, 76], { limitDbm: 85, conductedDbm: 34.8 }, REGISTERED, 'FCC 47 CFR 101.113', PART_101),
  rule('us', [81, 86], { limitDbm: 85, conductedDbm: 34.8 }, REGISTERED, 'FCC 47 CFR 101.113', PART_101),
  rule('eu', [0.43305, 0.43479], { limitDbm: 12.15 }, DIPOLE(10, 10), REC_70_03, SHORT_RANGE),
  rule('eu', [0.868, 0.8686], { limitDbm: 16.15 }, DIPOLE(25, 1), REC_70_03, SHORT_RANGE),
  rule('eu', [0.8687, 0.8692], { limitDbm: 16.15 }, DIPOLE(25, 0.1), REC_70_03, SHORT_RANGE),
  rule('eu', [0.8694, 0.86965], { limitDbm: 29.15 }, DIPOLE(500, 10), REC_70_03, SHORT_RANGE),
  rule(
    'eu',
    [5.15, 5.35],
    { limitDbm: 23 },
    `Mostly for indoors; ask the national rules. Radar detection from 5.25 GHz. ${HALF_WITHOUT_CONTROL}`,
    ETSI_5,
    REGDB_DE,
  ),
  rule('eu', [5.47, 5.725], { limitDbm: 30 }, `${DFS} ${HALF_WITHOUT_CONTROL}`, ETSI_5, REGDB_DE),
  rule(
    'eu',
    [5.725, 5.875],
    { limitDbm: 14 },
    'Some countries allow fixed access up to 36 dBm, 23 dBm in each MHz (EN 302 502): ask the national rules.',
    'ETSI EN 300 440',
    `${REGDB_DE}; the 36 dBm with ${BFWA}`,
  ),
  rule('eu', [24.05, 24.25], { limitDbm: 20 }, '', REC_70_03),
  rule(
    'eu',
    [57, 71],
    { limitDbm: 40, pointToPointDbm: eu60Ghz },
    'Fixed outdoor antennas of 30 dBi and more have 55 dBm, 38 dBm in each MHz; others 23 dBm in each MHz, and 27 dBm into the antenna.',
    REC_70_03,
    ANNEX_3,
  ),
];

/** What a region allows; null where this table has no rule for the frequency: ask the regulator. */
export function eirpLimit(emission: Emission): EirpLimit | null {
  const { region, frequencyGhz, isPointToPoint } = emission;
  const found = RULES.find((one) => one.region === region && frequencyGhz >= one.minGhz && frequencyGhz <= one.maxGhz);
  if (found === undefined) return null;
  const { pointToPointDbm, ...limit } = found;
  return isPointToPoint && pointToPointDbm !== undefined ? { ...limit, limitDbm: pointToPointDbm(emission) } : limit;
}
