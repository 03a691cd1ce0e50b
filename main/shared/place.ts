export const PAGES = [
  'overview',
  'snapshots',
  'rotation',
  'profiles',
  'log',
  'settings',
  'about',
] as const;

export type PageName = (typeof PAGES)[number];

/** What the window shows. */
export interface Place {
  readonly page: PageName;
  /** The profile that it is about; null: the person chooses there. */
  readonly profileId: string | null;
  /** The snapshot that is looked at first; absent: the newest. It is in no address. */
  readonly snapshot?: string;
}

export const FIRST_PLACE: Place = { page: 'overview', profileId: null };

/** As the part of an address after `#`. */
export function formatPlace({ page, profileId }: Place): string {
  return profileId === null ? page : `${page}/${profileId}`;
}

/** The first place where the text names none. */
export function parsePlace(text: string): Place {
  const [name, profileId = null] = text.split('/');
  const page = PAGES.find((candidate) => candidate === name);
  return page === undefined ? FIRST_PLACE : { page, profileId };
}
