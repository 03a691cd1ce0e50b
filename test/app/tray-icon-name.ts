import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FakeTrayHost } from './fake-tray-host.js';
import type { TestApplication } from './test-application.js';

const ICONS = fileURLToPath(new URL('../../build/icons/tray', import.meta.url));

/** Which of our icons is on the bus, by its pixels: its state and the panel that it is for, such as `idle-on-light`. */
export async function trayIconName(
  { electron }: TestApplication,
  tray: FakeTrayHost,
): Promise<string | null> {
  const { width, argb } = await tray.icon();
  const names = readdirSync(ICONS).filter((name) => name.endsWith(`-${width}.png`));
  const bitmaps = await electron.evaluate(
    ({ nativeImage }, paths) =>
      paths.map((path) => nativeImage.createFromPath(path).toBitmap().toString('base64')),
    names.map((name) => `${ICONS}/${name}`),
  );
  const found = bitmaps.findIndex((bitmap) =>
    outline(Buffer.from(bitmap, 'base64'), BGRA).equals(outline(argb, ARGB)),
  );
  return names[found]?.replace(/-\d+\.png$/, '') ?? null;
}

/** Where the parts of a pixel are. */
const ARGB = { alpha: 0, green: 2 };
const BGRA = { alpha: 3, green: 1 };

/** Which pixels are there and whether they are light: colours of half transparent ones come multiplied, or not. */
function outline(pixels: Buffer, { alpha, green }: typeof ARGB): Buffer {
  const parts = Array.from({ length: pixels.length / 4 }, (_, index) => {
    const opacity = pixels[index * 4 + alpha] ?? 0;
    const isLight = (pixels[index * 4 + green] ?? 0) > 127;
    return [opacity, opacity > 250 && isLight ? 1 : 0];
  });
  return Buffer.from(parts.flat());
}
