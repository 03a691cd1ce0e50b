/** Who may import whom, beside itself. Patterns of paths. */
const MAY_IMPORT = {
  'main/shared': [],
  'main/domain': ['main/shared'],
  'main/engine': ['main/shared', 'main/domain'],
  'main/system': ['main/shared', 'main/domain', 'main/engine/ports[^/]*[.]ts'],
  'main/cli': ['main/(?!helper/)'],
  'main/helper': ['main/(?!cli/)'],
  'main/index.ts': ['main/(?!(cli|helper)/)'],
  'electron/preload': ['main/shared'],
  'electron/(?!preload/)': ['electron', 'main'],
  renderer: ['main/shared'],
  build: [],
};

/** Files, unlike the modules `electron/main` and `electron/renderer`. */
const OURS = '^(main|electron|renderer|test|build)/.+[.]([cm]?js|tsx?|css)$';

const walls = Object.entries(MAY_IMPORT).map(([layer, others]) => ({
  name: `wall around ${layer}`,
  comment: `${layer} imports ${others.join(', ') || 'nothing'} beside itself`,
  severity: 'error',
  from: { path: `^${layer}` },
  to: { path: OURS, pathNot: [layer, ...others].map((path) => `^${path}`) },
}));

module.exports = {
  forbidden: [
    ...walls,
    {
      name: 'no cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^electron(/|$)', '/out/'] },
    },
    {
      name: 'shared and domain are pure',
      comment: 'They decide from their arguments: no Node, no packages.',
      severity: 'error',
      from: { path: '^main/(shared|domain)/' },
      to: { pathNot: OURS },
    },
    {
      name: 'the window knows no Node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'main knows no Electron',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '(^|node_modules/)electron(/|$)' },
    },
    {
      name: 'one spawn site',
      comment: 'Every program is started by main/system/run-command.ts.',
      severity: 'error',
      from: { path: '^(main|electron|renderer)/', pathNot: '^main/system/run-command[.]ts$' },
      to: { path: '(^|node_modules/)(execa|child_process)(/|$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/' },
    tsPreCompilationDeps: true, // a wall holds for types as well
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
