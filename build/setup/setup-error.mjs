/** Something that a person has to do first; its message is all that they are shown. */
export class SetupError extends Error {
  name = 'SetupError';
}

/** Runs a script's main function. What a person has to do is one sentence, not a stack. */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
