import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../setup/root.mjs';

/** The innermost package that a file belongs to. */
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/**
 * Writes `out/licences.json`: the packages of which something is in our programs, as { name, version, licence, text }. Their
 * authors ask for no more than that this is passed on.
 *
 * @param metafiles esbuild's, one for each program
 */
export async function writeLicences(metafiles) {
  const files = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) => used(inputs)),
  );
  const directories = new Set(files.flatMap((file) => PACKAGE.exec(file)?.[0] ?? []));
  const licences = await Promise.all([...directories].map(readLicence));
  const byName = new Map(licences.map((it) => [`${it.name} ${it.version}`, it]));
  const sorted = [...byName.keys()].sort().map((key) => byName.get(key));
  await writeFile(join(ROOT, 'out/licences.json'), `${JSON.stringify(sorted, null, 2)}\n`);
}

/** What tree shaking left nothing of is not passed on. */
function used(inputs) {
  return Object.entries(inputs).flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [file] : [],
  );
}

async function readLicence(directory) {
  const path = join(ROOT, directory);
  const manifest = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
  const { name, version, license, licenses } = manifest;
  const files = (await readdir(path)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const texts = await Promise.all(files.sort().map((file) => readFile(join(path, file), 'utf8')));
  return { name, version, licence: sayLicence(license ?? licenses), text: texts.join('\n').trim() };
}

/** A name, an object with one, a list of either, as older packages have it, or nothing. */
function sayLicence(given = 'unnamed') {
  if (Array.isArray(given)) return given.map(sayLicence).join(' or ');
  return typeof given === 'string' ? given : given.type;
}
