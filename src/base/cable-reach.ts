/** A cable in service is entered from ways, poles and facilities this near to it, by the route graph and by the check that nothing comes near; metres. */
export const CABLE_REACH_M = 30;
