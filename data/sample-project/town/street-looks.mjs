/** How streets look and how their lines of poles are set: owner, spacing low and high, offset from the centreline; metres. */
export const TOWN_LINE = { owner: 'co-op', spacingM: [40, 54], offsetM: 7 };
export const PHONE_LINE = { owner: 'telephone', spacingM: [38, 50], offsetM: 6.2 };
export const RURAL_LINE = { owner: 'co-op', spacingM: [62, 84], offsetM: 8.2 };
export const ALLEY_LINE = { owner: 'co-op', spacingM: [36, 48], offsetM: 2.2 };
export const STREET = { kind: 'residential', surface: 'asphalt', widthM: 18 };
export const PRIMARY = { kind: 'primary', surface: 'asphalt', widthM: 20 };
export const ALLEY = { kind: 'track', surface: 'gravel', widthM: 5 };
