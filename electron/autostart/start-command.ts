export interface Started {
  /** Of Electron. */
  readonly execPath: string;
  /** Folder of the program; null: it is installed, and Electron finds it. */
  readonly appPath: string | null;
  /** Shell script that starts the application with the relay of message buses. */
  readonly start: string;
}

/**
 * What starts this application at another time.
 *
 * An AppImage is mounted elsewhere each time, and its runtime says where it lies itself; so it does to all that another AppImage
 * starts: https://docs.appimage.org/packaging-guide/environment-variables.html
 */
export function startCommand(
  { execPath, appPath, start }: Started,
  { APPIMAGE = '', APPDIR = '' }: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (APPIMAGE !== '' && APPDIR !== '' && execPath.startsWith(`${APPDIR}/`)) return [APPIMAGE];
  return [start, execPath, ...(appPath === null ? [] : [appPath])];
}
