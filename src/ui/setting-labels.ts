import type { Settings } from '../plan/settings.ts';

const LABELS: Readonly<Record<keyof Settings, string>> = {
  units: 'Units',
  takeRate: 'Take rate',
  aerial: 'Strand on poles is allowed',
  newPoles: 'New pole lines where cheaper than digging',
  towersCarryStrand: 'Transmission towers may carry strand',
  ownPoleOwners: 'Our pole owners',
  dropLimitM: 'Longest drop',
  aerialDropM: 'Longest aerial drop',
  terminalReachM: 'Terminal reach',
  longDropM: 'Flag drops over',
  terminalPorts: 'Ports per terminal',
  sparePorts: 'Ports kept free',
  splitRatio: 'Splitter ratio',
  cabinetPremises: 'Premises per cabinet',
  spareFibresPercent: 'Spare fibres, %',
  slackPercent: 'Slack, %',
  sagPercent: 'Sag, %',
  reelM: 'Cable on a reel',
  opticsClass: 'Optics class',
  spliceLossDb: 'Loss of a splice, dB',
  connectorLossDb: 'Loss of a connector, dB',
  pathConnectors: 'Connectors on a path',
  opticalMarginDb: 'Optical margin, dB',
  maxSpanM: 'Longest span',
  newPoleSpacingM: 'New pole spacing',
  poleOffsetM: 'Pole to road, at most',
  pavedMethod: 'Under paved streets',
  unpavedMethod: 'Beside unpaved roads',
  slopeCostPercent: 'Dearer digging per 10 % slope, %',
  makeReadyTransferPercent: 'Poles needing transfer, %',
  makeReadyReplacementPercent: 'Poles to replace, %',
  frequencyGhz: 'Frequency, GHz',
  kFactor: 'Earth factor k',
};

/** A study setting as a label. */
export function settingLabel(name: keyof Settings): string {
  return LABELS[name];
}

/** The settings of the fiber study in the order in which one thinks of them. */
export const SETTING_SECTIONS: readonly { readonly title: string; readonly names: readonly (keyof Settings)[] }[] = [
  {
    title: 'Service',
    names: [
      'takeRate',
      'dropLimitM',
      'aerialDropM',
      'terminalReachM',
      'longDropM',
      'terminalPorts',
      'sparePorts',
      'splitRatio',
      'cabinetPremises',
      'spareFibresPercent',
    ],
  },
  {
    title: 'On poles',
    names: [
      'aerial',
      'newPoles',
      'towersCarryStrand',
      'ownPoleOwners',
      'maxSpanM',
      'newPoleSpacingM',
      'poleOffsetM',
      'slopeCostPercent',
      'makeReadyTransferPercent',
      'makeReadyReplacementPercent',
      'sagPercent',
    ],
  },
  {
    title: 'Fibres and light',
    names: ['opticsClass', 'spliceLossDb', 'connectorLossDb', 'pathConnectors', 'opticalMarginDb', 'reelM'],
  },
  { title: 'In the ground', names: ['pavedMethod', 'unpavedMethod', 'slackPercent'] },
];
