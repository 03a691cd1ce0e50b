// Draws every icon as PNG from its SVG source. Run by hand after a source has changed:
// node build/icons/make-icons.mjs (needs rsvg-convert, Debian package librsvg2-bin).
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { INKS, TRAY_STATES, traySvg } from './tray-svg.mjs';

const APPLICATION_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const TRAY_SIZES = [22, 24, 32, 44];

const here = fileURLToPath(new URL('.', import.meta.url));
mkdirSync(`${here}app`, { recursive: true });
mkdirSync(`${here}tray`, { recursive: true });

for (const size of APPLICATION_SIZES) {
  render(`${here}app/${size}.png`, size, [`${here}source/application.svg`]);
}
for (const state of TRAY_STATES) {
  for (const [tone, ink] of Object.entries(INKS)) {
    for (const size of TRAY_SIZES) {
      render(`${here}tray/${state}-on-${tone}-${size}.png`, size, [], traySvg(state, ink));
    }
  }
}

function render(output, size, source, input) {
  const options = [`--width=${size}`, `--height=${size}`, `--output=${output}`];
  execFileSync('rsvg-convert', [...options, ...source], { input });
}
