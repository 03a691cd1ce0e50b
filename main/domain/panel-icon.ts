export type PanelTone = 'light' | 'dark';

export const TRAY_ICON_SIZES = [22, 24, 32, 44] as const;

/** Desktops whose panel is dark whatever theme the windows have. */
const DARK_PANELS = ['GNOME', 'Unity', 'Pantheon', 'X-Cinnamon'];

/** A black icon vanishes on a dark panel. `desktop` is $XDG_CURRENT_DESKTOP, a list with colons. */
export function panelTone(desktop: string, darkTheme: boolean): PanelTone {
  const hasDarkPanel = desktop.split(':').some((name) => DARK_PANELS.includes(name));
  return hasDarkPanel || darkTheme ? 'dark' : 'light';
}

/** Electron hands one bitmap to the panel, so the one that fits the screen is chosen beforehand. */
export function trayIconSize(scaleFactor: number): (typeof TRAY_ICON_SIZES)[number] {
  return TRAY_ICON_SIZES.find((size) => size >= 22 * scaleFactor) ?? 44;
}
