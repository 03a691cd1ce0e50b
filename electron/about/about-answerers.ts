import { app, clipboard } from 'electron/main';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { sayDiagnostics } from '../../main/domain/diagnostics.js';
import { success } from '../../main/shared/result.js';
import { TOOL_VERSION } from '../../main/shared/tool-version.js';
import { machineFacts } from '../../main/system/machine-facts.js';
import type { Application } from '../application.js';
import type { Desktop } from '../desktop/desktop.js';
import type { Answerers } from '../ipc/answer-questions.js';
import { readAbout, readRuntime } from './read-about.js';

type Channel = 'about:read' | 'about:show-chromium-licences' | 'diagnostics:copy';

/** What the application answers about itself. */
export function aboutAnswerers(
  application: Application,
  desktop: Desktop,
): Pick<Answerers, Channel> {
  const runtime = dirname(process.execPath);
  return {
    'about:read': async () => success(await readAbout(runtime, app.getAppPath())),
    'about:show-chromium-licences': () => {
      void desktop.showInFolder(join(runtime, 'LICENSES.chromium.html'));
      return success(null);
    },
    'diagnostics:copy': async () => {
      const text = await diagnostics(application, runtime);
      await clipboard.writeText(text);
      return success(text);
    },
  };
}

async function diagnostics(application: Application, runtime: string): Promise<string> {
  const facts = {
    ...(await machineFacts()),
    version: TOOL_VERSION,
    runtime: await readRuntime(runtime),
    desktop: process.env['XDG_CURRENT_DESKTOP'] ?? null,
    session: process.env['XDG_SESSION_TYPE'] ?? null,
    view: application.view(),
    log: application.log.entries,
  };
  return sayDiagnostics(facts, homedir());
}
