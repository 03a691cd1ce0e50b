import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AboutView, Licence, Runtime } from '../../main/shared/about.js';
import { asRecord, readJson, readString } from '../../main/shared/read-field.js';
import { TOOL_VERSION } from '../../main/shared/tool-version.js';

/** What our own build writes as runtime.json. */
const OFFICIAL = 'official download';

/**
 * @param directory of the runtime
 * @param appPath directory of the program
 */
export async function readAbout(directory: string, appPath: string): Promise<AboutView> {
  const runtime = await readRuntime(directory);
  const electron = {
    name: 'Electron',
    version: runtime.electron,
    licence: 'MIT',
    text: await readText(join(directory, 'LICENSE')),
  };
  const chromium = {
    name: 'Chromium',
    version: runtime.chromium,
    licence: 'BSD-3-Clause and others',
    text: '',
  };
  const packages = JSON.parse(await readText(join(appPath, 'out/licences.json'))) as Licence[];
  const ours = {
    name: 'System Backup',
    version: TOOL_VERSION,
    licence: 'MIT',
    text: await readText(join(appPath, 'out/LICENSE')),
  };
  const licences = [ours, electron, chromium, ...packages];
  return { version: TOOL_VERSION, runtime, licences };
}

export async function readRuntime(directory: string): Promise<Runtime> {
  const { electron, chrome: chromium, node } = process.versions;
  const record = asRecord(readJson(await readText(join(directory, 'runtime.json'))), 'the file');
  const origin = readString(record, 'origin');
  return { electron, chromium, node, substitute: origin === OFFICIAL ? null : origin };
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8');
}
