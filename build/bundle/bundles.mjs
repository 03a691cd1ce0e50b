const NODE = { platform: 'node', target: 'node20.18' };

/** CommonJS packages inside an ESM bundle ask for Node's modules with `require`. */
const WITH_REQUIRE = {
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
};

/** `usocket` and `x11` are dbus-next's native extras; without them it is plain JavaScript. */
const ELECTRON = { ...NODE, external: ['electron', 'usocket', 'x11'] };

/**
 * Every program in `out/`: its entry, its file, and esbuild's options for it. Programs carry the
 * packages that they use, so that nothing in `out/` needs node_modules.
 *
 * `lazy` imports stay imports of another program, which loads only when it is asked for:
 * `--help` must start as fast as Node itself.
 */
export const BUNDLES = [
  {
    entry: 'main/cli/main.ts',
    outfile: 'out/cli/rsync-system-backup.cjs',
    lazy: { './run.js': './run.cjs' },
    executable: true,
    options: {
      ...NODE,
      format: 'cjs',
      banner: { js: '#!/usr/bin/env node' },
      // A require: importing CommonJS would first search all of it for exports, for 60 ms.
      supported: { 'dynamic-import': false },
    },
  },
  {
    entry: 'main/cli/run.ts',
    outfile: 'out/cli/run-program.cjs',
    options: { ...NODE, format: 'cjs', minifySyntax: true, minifyWhitespace: true },
  },
  {
    entry: 'main/helper/main.ts',
    outfile: 'out/helper/rsync-system-backup-helper.cjs',
    options: { ...NODE, format: 'cjs', minifySyntax: true, minifyWhitespace: true },
  },
  {
    entry: 'main/index.ts',
    outfile: 'out/main/index.js',
    options: { ...NODE, ...WITH_REQUIRE, format: 'esm' },
  },
  ...[
    // What `npm start` needs of the application where there is no display.
    ...['main/domain/demonstration', 'electron/demonstration/write-demonstration'],
    // What man page and completions are made from.
    ...['main/cli/option-table', 'main/cli/usage'],
  ].map((module) => ({
    entry: `${module}.ts`,
    outfile: `out/${module}.mjs`,
    options: { ...NODE, format: 'esm' },
  })),
  {
    entry: 'electron/app.ts',
    outfile: 'out/electron/app.mjs',
    options: { ...ELECTRON, ...WITH_REQUIRE, format: 'esm' },
  },
  {
    entry: 'electron/snapshots/snapshot-worker.ts',
    outfile: 'out/electron/snapshot-worker.mjs',
    options: { ...ELECTRON, ...WITH_REQUIRE, format: 'esm' },
  },
  {
    entry: 'electron/bus-relay/relay.ts',
    outfile: 'out/electron/bus-relay.cjs',
    options: { ...NODE, format: 'cjs' },
  },
  {
    // A sandboxed preload script is one CommonJS file.
    entry: 'electron/preload/preload.ts',
    outfile: 'out/electron/preload.cjs',
    options: { ...ELECTRON, format: 'cjs' },
  },
  {
    // Its style sheets become out/renderer/main.css.
    entry: 'renderer/main.tsx',
    outfile: 'out/renderer/main.js',
    options: {
      platform: 'browser',
      target: 'chrome130',
      format: 'esm',
      jsx: 'automatic',
      minify: true,
      define: { 'process.env.NODE_ENV': '"production"' },
    },
  },
  // They load when a document is to be shown, and not before; the second when it has an image in JPEG 2000.
  ...[
    ['renderer/pdf/pdf-worker.ts', 'pdf-worker'],
    ['node_modules/pdfjs-dist/wasm/openjpeg_nowasm_fallback.js', 'openjpeg_nowasm_fallback'],
  ].map(([entry, name]) => ({
    entry,
    outfile: `out/renderer/${name}.js`,
    options: { platform: 'browser', target: 'chrome130', format: 'esm', minify: true },
  })),
];

/** Copied as they are. */
export const COPIES = [
  { from: 'LICENSE', to: 'out/LICENSE' },
  { from: 'build/bundle/start.sh', to: 'out/electron/start.sh' },
  { from: 'build/bundle/run.cjs', to: 'out/cli/run.cjs' },
  { from: 'renderer/index.html', to: 'out/renderer/index.html' },
  { from: 'build/icons/app', to: 'out/icons/app' },
  { from: 'build/icons/tray', to: 'out/icons/tray' },
];
