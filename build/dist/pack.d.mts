/** Paths of the Debian package that it made in the directory `output`, and of its next version. */
export function packUpgrade(output: string): Promise<readonly [string, string]>;
