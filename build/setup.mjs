// npm run setup [-- --for check|terminal|start|test|dist|vm]: installs what is missing.
import { parseArgs } from 'node:util';
import { isPurpose, setUp } from './setup/setup.mjs';
import { runScript, SetupError } from './setup/setup-error.mjs';

await runScript(async () => {
  const { values } = parseArgs({ options: { for: { type: 'string', default: 'test' } } });
  if (!isPurpose(values.for)) {
    throw new SetupError(
      `--for takes check, terminal, start, test, dist or vm, not “${values.for}”.`,
    );
  }
  await setUp(values.for);
  console.log('setup: everything is there');
});
