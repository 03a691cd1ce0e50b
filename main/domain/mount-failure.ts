import type { Failure } from '../shared/result.js';

/** mount(8) ends with 32 for all of them, so that only its words in the C locale tell them apart. */
const REASONS = [
  { code: 'file-system-unknown', words: /unknown filesystem type/i },
  // Also said by mount(8) for a file system that is none: the kernel has one answer for both.
  { code: 'file-system-damaged', words: /bad superblock|can't read superblock|structure needs/i },
  // Without writing it can be mounted neither: its journal has to be replayed first.
  { code: 'file-system-dirty', words: /cannot mount .* read-only/i },
] as const;

/** What a person is told when mount(8) has failed; the rest of what it said is in the details. */
export function mountFailure(mountPoint: string, device: string, complaint: string): Failure {
  const code = REASONS.find(({ words }) => words.test(complaint))?.code ?? 'failed-to-mount';
  return { code, ...texts(code, mountPoint, device, complaint), detail: complaint };
}

function texts(
  code: (typeof REASONS)[number]['code'] | 'failed-to-mount',
  mountPoint: string,
  device: string,
  complaint: string,
): { readonly title: string; readonly advice: string } {
  const check = `Check it with “sudo fsck ${device}”, then start again.`;
  switch (code) {
    case 'file-system-unknown':
      return {
        title: `The file system of “${device}” is of a kind that this system cannot mount.`,
        advice: `Install what its kind needs, or correct the type of “${mountPoint}” in /etc/fstab.`,
      };
    case 'file-system-damaged':
      return {
        title: `The file system of “${device}” is damaged, or there is none, so it was not mounted at “${mountPoint}”.`,
        advice: check,
      };
    case 'file-system-dirty':
      return {
        title: `The file system of “${device}” was not put away cleanly, and its device takes no writes to repair it, so it was not mounted at “${mountPoint}”.`,
        advice: `Look for a switch on the disk that forbids writing. ${check}`,
      };
    case 'failed-to-mount':
      return {
        title: `“${mountPoint}” could not be mounted: ${lastLine(complaint)}`,
        advice: `The details have the answer of mount; /etc/fstab has what it was told.`,
      };
  }
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !DMESG.test(line));
  return lines.at(-1)?.trim() ?? '';
}

/** Newer ones of mount(8) say where to look further; that is no reason. */
const DMESG = /dmesg\(1\) may have more information/;
