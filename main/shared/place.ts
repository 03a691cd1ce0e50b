export const PAGES = ['overview', 'snapshots', 'rotation'] as const;

export type PageName = (typeof PAGES)[number];

/** What the window shows. */
export interface Place {
  readonly page: PageName;
  /** The profile that it is about; null: the person chooses there. */
  readonly profileId: string | null;
}

export const FIRST_PLACE: Place = { page: 'overview', profileId: null };
