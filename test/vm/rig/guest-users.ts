/** The ordinary user who sits at the guest, in an active local session. */
export const TESTER = { name: 'tester', uid: 1000 } as const;

/** Of a machine that only listens to its own host while a test runs. */
export const PASSWORDS = { root: 'root-password', tester: 'tester-password' } as const;
