import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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
  const filesIn = (directory) => files.filter((file) => file.startsWith(`${directory}/`));
  const licences = await Promise.all(
    [...directories].map((directory) => readLicence(directory, filesIn(directory))),
  );
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

async function readLicence(directory, files) {
  const manifest = JSON.parse(await readFile(join(ROOT, directory, 'package.json'), 'utf8'));
  const { name, version, license, licenses } = manifest;
  // What a package has from others may say so beside it.
  const places = new Set([directory, ...files.map(dirname)]);
  const texts = await Promise.all([...places].map((place) => licenceTexts(join(ROOT, place))));
  const text = texts.flat().join('\n').trim();
  return { name, version, licence: sayLicence(license ?? licenses), text };
}

async function licenceTexts(directory) {
  const files = (await readdir(directory)).filter((it) => /^(licen[cs]e|copying|notice)/i.test(it));
  return Promise.all(files.sort().map((file) => readFile(join(directory, file), 'utf8')));
}

/** A name, an object with one, a list of either, as older packages have it, or nothing. */
function sayLicence(given = 'unnamed') {
  if (Array.isArray(given)) return given.map(sayLicence).join(' or ');
  return typeof given === 'string' ? given : given.type;
}
