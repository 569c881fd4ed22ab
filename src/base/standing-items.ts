/** Items by which a cost book prices what stands already. Without them no route may use it: nothing is taken for free in silence. */
export const STANDING_ITEMS = { duct: 'existing-duct', cable: 'existing-cable', cableAccess: 'cable-access' } as const;
