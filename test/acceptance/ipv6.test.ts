import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failureOf, runCommandLine, snapshotOf } from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { optionsFor, remoteLine, untilNobodyIsLeft } from '../support/remote-line.js';
import { rsyncDaemon } from '../support/rsync-daemon.js';
import { smallSource } from '../support/small-source.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** Of rsync(1) where none is named, and another one. */
const PORTS = [873, 8730] as const;

it('reaches machines by addresses of version 6, in every form of a destination', async () => {
  const here = await temporaryDirectory();
  const line = await remoteLine(here, 6);
  const { address6: address } = line.cable;
  const options = optionsFor(line);
  const source = await smallSource(join(here, 'source'));
  const original = await describeTree(source);

  const overSsh = [source, `root@[${address}]:${join(here, 'backups/latest')}`];
  const snapshot = snapshotOf(await runCommandLine(overSsh, options));
  expect(differences(original, await describeTree(snapshot))).toEqual([]);

  const { port } = line.server;
  const tunnel = `--tunnel=forwarder@[${address}]:${String(port)}`;
  const destinations = [
    [`rsync://[${address}]:8730/module8730/url`],
    [`rsync://[${address}]/module873/url`],
    [`[${address}]::module873/colons`],
    [tunnel, 'rsync://[::1]:8730/module8730/tunnel'],
    [tunnel, '[::1]::module873/tunnel'],
  ];
  for (const port of PORTS) {
    const path = join(here, `module${String(port)}`);
    await mkdir(path);
    const name = `[module${String(port)}]`;
    const lines = [name, `path = ${path}`, 'read only = no', 'uid = 0', 'gid = 0', ''];
    const through = line.server.namespace.enter;
    await rsyncDaemon(lines.join('\n'), { through, address: '::', port });
  }
  for (const args of destinations) {
    const result = await runCommandLine([...args.slice(0, -1), source, args.at(-1) ?? ''], options);
    expect({ args, code: failureOf(result)?.code, exitCode: result.exitCode }).toEqual({
      args,
      code: undefined,
      exitCode: 0,
    });
    const [, place = ''] =
      /\/(module.*)$|::(module.*)$/.exec(args.at(-1) ?? '')?.filter(Boolean) ?? [];
    expect(differences(original, await describeTree(join(here, place)))).toEqual([]);
  }
  await untilNobodyIsLeft(line, PORTS.length);
});

it('says of an address of version 6 that nobody answers there', async () => {
  const here = await temporaryDirectory();
  const line = await remoteLine(here, 6);
  const source = await smallSource(join(here, 'source'));
  const { address6: address } = line.cable;
  const code = async (destination: string) =>
    failureOf(await runCommandLine([source, destination], optionsFor(line)))?.code;
  expect(await code(`rsync://[${address}]:9/module`)).toBe('daemon-refused');
  await line.cable.pull();
  expect(await code(`root@[${address}]:/backups/latest`)).toBe('host-unreachable');
});
