/** The outline of a disk on a grid of 22: at 22 and 44 px its strokes fall on whole pixels. */
const DISK = 'M3.5 2.5h15a1 1 0 0 1 1 1v15a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1z';
const PLATTER = 'M11 5.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z';

/** What stands in the lower right corner, on a gap that is cut out of the disk. */
const MARKS = {
  idle: '',
  waiting: '<circle cx="17" cy="17" r="3"/>',
  running:
    '<path d="M12.5 14h4.5v-2l4 2.75-4 2.75v-2h-4.5zM21 18.5h-4.5v-2l-4 2.75 4 2.75v-2H21z"/>',
  attention: '<path d="M15.9 11.5h2.2l-.4 6h-1.4z"/><circle cx="17" cy="20" r="1.3"/>',
};

export const TRAY_STATES = Object.keys(MARKS);

/** A black icon vanishes on a dark panel. */
export const INKS = { light: '#2e3436', dark: '#f6f5f4' };

export function traySvg(state, ink) {
  const gap = state === 'idle' ? '' : '<circle cx="17" cy="17" r="6.8" fill="#000"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22">
  <mask id="gap"><rect width="22" height="22" fill="#fff"/>${gap}</mask>
  <g mask="url(#gap)" fill="none" stroke="${ink}">
    <path d="${DISK}"/><path d="${PLATTER}"/><path d="M5 17.5h4"/>
  </g>
  <circle cx="11" cy="10" r="1" fill="${ink}" mask="url(#gap)"/>
  <g fill="${ink}">${MARKS[state]}</g>
</svg>
`;
}
