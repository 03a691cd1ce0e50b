import { protocol } from 'electron/main';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { logProblem } from '../log.js';

export const RENDERER_ORIGIN = 'app://window';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** react-aria's one inline style, the touch-action of pressable elements. A test notices when it changes. */
const PRESSABLE_STYLE = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${PRESSABLE_STYLE}`,
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Must run before the application is ready (Electron, `protocol.registerSchemesAsPrivileged`). */
export function registerRendererScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true } },
  ]);
}

/** Serves the files in `directory` itself, and nothing below or outside of it, as `app://window/…`. */
export function serveRenderer(directory: string): void {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const name = url.pathname.slice(1);
    const type = CONTENT_TYPES[extname(name)];
    if (url.host !== 'window' || type === undefined || !/^[\w-]+\.\w+$/.test(name)) {
      return new Response(null, { status: 404 });
    }
    try {
      return new Response(await readFile(join(directory, name)), { headers: headers(type) });
    } catch (error) {
      logProblem(`${name} of the window cannot be read`, error);
      return new Response(null, { status: 404 });
    }
  });
}

function headers(type: string): Readonly<Record<string, string>> {
  return {
    'Content-Type': type,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
  };
}
