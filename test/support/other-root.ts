import { privateNamespace, type PrivateNamespace } from './private-namespace.js';
import { temporaryDirectory } from './temporary-directory.js';

/** A root directory beside the machine's own, with the same programs: what runs there takes itself for another machine. */
export async function otherRoot(): Promise<PrivateNamespace> {
  const namespace = await privateNamespace();
  const scratch = await temporaryDirectory();
  const root = `${scratch}/root`;
  await namespace.run('mount', ['-t', 'tmpfs', 'tmpfs', scratch]);
  await namespace.run('mkdir', [`${scratch}/upper`, `${scratch}/work`, root]);
  const layers = `lowerdir=/,upperdir=${scratch}/upper,workdir=${scratch}/work`;
  await namespace.run('mount', ['-t', 'overlay', '-o', layers, 'overlay', root]);
  for (const directory of ['/proc', '/dev', '/tmp']) {
    await namespace.run('mount', ['--rbind', directory, `${root}${directory}`]);
  }
  return {
    ...namespace,
    enter: [...namespace.enter, 'chroot', root],
    run: (program, args, options) => namespace.run('chroot', [root, program, ...args], options),
  };
}
