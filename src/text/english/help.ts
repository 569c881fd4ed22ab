/** Parts of the help: one for each kind of work. */
export type HelpTopic =
  'start' | 'keep' | 'files' | 'link' | 'reach' | 'coverage' | 'join' | 'fiber' | 'cost' | 'areas' | 'words';

interface HelpPart {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** The help as every language has it. */
export type Help = Readonly<Record<HelpTopic, HelpPart>>;

/** How Weft works things out, in the order of the work: a part of the dictionary that is read when it is opened, so that the first screen does not wait for it. */
export const help: Help = {
  start: {
    title: 'Where to start',
    paragraphs: [
      'With cables: import parcels or premises, poles and streets, put down a facility, draw neighborhoods, and press “Design the network”. With radios: import the roofs and a terrain, then ask who can see whom. The guide shows what is missing at each step.',
      'The sample town can be changed freely; every change can be undone, and it can be opened again at any time.',
      'Nothing leaves this machine. Weft has no server: it reads your files in the browser and keeps the plan there.',
    ],
  },
  keep: {
    title: 'Where your work is',
    paragraphs: [
      'Every change is kept in this browser at once. If the browser or the machine stops, the plan is offered again at the next start, and earlier states can be looked at and brought back.',
      'A browser’s store can be cleared by its owner or by the system. Save the plan as a file when it matters: the top bar says whether the file is as new as the plan.',
    ],
  },
  files: {
    title: 'Import and export',
    paragraphs: [
      'Weft looks at what a file holds, not at its name alone. It shows what it would take and what it cannot use before anything is added; an import is one step that can be undone.',
      'Coordinate system and units are read from the file or asked for, never guessed in silence. Rows that cannot be used are listed and can be saved.',
      'Before a file is written, the export says what its format cannot hold.',
    ],
  },
  link: {
    title: 'A link between two roofs',
    paragraphs: [
      'A straight ray runs from antenna to antenna. The ground under it is read wherever it passes a row or column of the terrain, with the buildings and trees of the plan on top where there are any, and the Earth bulging by the factor k.',
      'Clear: 60 % of the first Fresnel zone is free everywhere. Marginal: the ray is free, that much of the zone is not. Blocked: the ray is not free.',
      'Each height has an error. Where it is larger than what there is to spare, the answer is “too close to call”: a surface model or a photo from the roof settles it.',
      'Not known: what the data do not show, such as new houses, grown trees or a neighbor’s chimney. Look from the roof before anything is bought.',
    ],
  },
  reach: {
    title: 'Who can reach whom',
    paragraphs: [
      'From one roof, all sites in range are judged like single links and ranked: clear and sure ones first, and among them by margin where radios are chosen, else by how much of the Fresnel zone is free.',
      '“All pairs” judges every pair of sites in range and tells which roofs clear links join step by step.',
    ],
  },
  coverage: {
    title: 'Coverage',
    paragraphs: [
      'From each chosen site a ray goes to a receiver over every cell of the terrain within the radius. The colors say what is seen, how much of the Fresnel zone is free, how high a receiver must be, or how strong the signal is; changing the colors computes nothing anew.',
      'Premises are counted where they stand. A place just behind a ridge or a house can come out wrong by as much as the terrain’s cells are coarse.',
    ],
  },
  join: {
    title: 'Requests to join',
    paragraphs: [
      'Each request is judged against all sites that are in service and against the other requests. Viable: a clear and sure link. Needs a photo: somebody must look. No: nothing in range is seen.',
      'Hubs are ranked by the roofs that would newly be reached through them, counting only those whose owners agree.',
    ],
  },
  fiber: {
    title: 'The fiber design',
    paragraphs: [
      'Everything that a cable can follow becomes a graph: poles and spans, streets and other rights-of-way, ducts and cables in service. Each stretch has a price from the cost book, with crossings, make-ready, slope, and what you forbid, prefer or keep.',
      'Weft looks for the cheapest network that reaches all premises, and at the same time proves a bound: no network on this map can cost less at these prices. The per cent tells how far the two are apart at most.',
      'Terminals, cabinets, splitters and cables follow within the limits of the settings, and the light of every path is checked both ways.',
      'Not checked: clearances, the load on poles, easements, and whether owners agree. The build plan says so on its cover.',
    ],
  },
  cost: {
    title: 'Cost',
    paragraphs: [
      'The cost to pass is what it takes to run by every premises: routes, poles, cables, terminals, cabinets, huts. Drops and what is inside a house come when somebody connects, and are told beside it.',
      'Each price is a range with a source and a year. “How sure is the cost” draws prices within their ranges many times, with labor, methods and owners moving together, and tells which price is worth finding out first.',
    ],
  },
  areas: {
    title: 'Neighborhoods',
    paragraphs: [
      'What crosses a boundary is shared by length, so that the neighborhoods add up exactly to the whole. Each gets its own build plan: drawings, bill, poles, permits, splices.',
      'Phases build one neighborhood after the other; what two of them share is built once, with the first.',
    ],
  },
  words: { title: 'Words', paragraphs: [] },
};
