/** ionice(1), --class. */
export const IONICE_CLASSES = ['idle', 'best-effort', 'realtime'] as const;

export type IoniceClass = (typeof IONICE_CLASSES)[number];
