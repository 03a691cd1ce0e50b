/** Finest first, as rotate-backups orders them. */
export const FREQUENCIES = ['minutely', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;

export type Frequency = (typeof FREQUENCIES)[number];

/** How many snapshots of a frequency are kept, or all of them. */
export type RetentionCount = number | 'always';

/** How many snapshots are kept for each frequency; frequencies that are not named keep none. */
export type RotationScheme = Readonly<Partial<Record<Frequency, RetentionCount>>>;

export interface RotationPolicy {
  readonly scheme: RotationScheme;
  /** True: a snapshot counts for a frequency only inside its window before the newest snapshot. */
  readonly strict: boolean;
  /** True: the newest snapshot of a period is kept; false: the oldest. */
  readonly preferRecent: boolean;
  /** True: the newest complete snapshot is kept whatever the scheme says. */
  readonly keepNewest: boolean;
}

export const DEFAULT_ROTATION_POLICY: RotationPolicy = {
  scheme: { hourly: 24, daily: 7, weekly: 4, monthly: 'always' },
  strict: true,
  preferRecent: false,
  keepNewest: true,
};

/** Why a snapshot is kept: a frequency of the scheme, or one of the two rules beside it. */
export type KeepReason = Frequency | 'pinned' | 'newest';

/** Why a snapshot is removed. */
export type RemoveReason = 'not-in-scheme';

export interface RotationPlan {
  /** Oldest first. */
  readonly keep: readonly { readonly name: string; readonly reasons: readonly KeepReason[] }[];
  /** Oldest first. */
  readonly remove: readonly { readonly name: string; readonly reason: RemoveReason }[];
}
