/** How one group of the map is shown where that differs from the usual. */
export interface GroupDisplay {
  readonly hidden?: boolean;
  /** 0 … 1; 1 where missing. */
  readonly opacity?: number;
  /** What the plan's people call it. */
  readonly title?: string;
}

/** How the plan is shown: only what differs from the usual. Names that a program does not know are kept. */
export interface Display {
  /** Groups of the map from the top to the bottom; empty for the usual order. */
  readonly order: readonly string[];
  readonly groups: Readonly<Record<string, GroupDisplay>>;
}

export const usualDisplay: Display = { order: [], groups: {} };

/** The display with something of one group set; what is as usual is left out, so that equal displays are equal values. */
export function withGroup(display: Display, group: string, set: GroupDisplay): Display {
  const { hidden, opacity, title } = { ...display.groups[group], ...set };
  const { [group]: _, ...others } = display.groups;
  const own: GroupDisplay = {
    ...(hidden === true ? { hidden } : {}),
    ...(opacity === undefined || opacity >= 1 ? {} : { opacity }),
    ...(title === undefined || title === '' ? {} : { title }),
  };
  return { ...display, groups: Object.keys(own).length === 0 ? others : { ...others, [group]: own } };
}

/** True where nothing differs from the usual. */
export function isUsual({ order, groups }: Display): boolean {
  return order.length === 0 && Object.keys(groups).length === 0;
}
