/** Height of the navigation bar below the status bar, in CSS pixels. */
export const NAVIGATION_BAR_HEIGHT_PX = 44;
/** Height of a tab bar at the bottom above the safe area, in CSS pixels. */
export const TAB_BAR_HEIGHT_PX = 50;
/** Height of a tab bar at the top, which has no icons, in CSS pixels. */
export const TOP_TAB_BAR_HEIGHT_PX = 44;
