// Stands in for the part of Electron that starts `electron [--flags] [-r module] <directory>`;
// the registry's copy of Electron comes without it.
import { app } from 'electron/main';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { preloads, directory } = parse(process.argv.slice(1));
const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));

app.name = manifest.productName ?? manifest.name;
app.setVersion(manifest.version);
app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`);
app.setAppPath(directory);
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });

const require = createRequire(join(directory, 'package.json'));
for (const preload of preloads) require(preload);
try {
  await import(pathToFileURL(join(directory, manifest.main)).href);
} catch (error) {
  console.error('The application could not be loaded:', error);
  process.exit(1);
}

/** What follows the directory belongs to the application. */
function parse(args) {
  const preloads = [];
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '-r' || args[at] === '--require') preloads.push(args[(at += 1)]);
    else if (!args[at].startsWith('-')) return { preloads, directory: resolve(args[at]) };
  }
  console.error('Usage: electron [--flags] <directory of the application>');
  process.exit(1);
}
