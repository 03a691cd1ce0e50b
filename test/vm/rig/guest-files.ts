import { fileURLToPath } from 'node:url';

/** What is copied into the guest as it is, and the programs that are bundled for it. */
export const GUEST_FILES = fileURLToPath(new URL('../guest/', import.meta.url));

/** The top directory of the repository. */
export const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
