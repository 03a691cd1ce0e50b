import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: a default export is called differently by everyone who imports it.',
};
const ENUM = { selector: 'TSEnumDeclaration', message: 'Write a union of string literals.' };
const CLOCK = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the time as an argument; only main/system/clock.ts reads the clock.',
  },
  {
    selector: ":matches(NewExpression, CallExpression)[callee.name='Date'][arguments.length=0]",
    message: 'Take the time as an argument; only main/system/clock.ts reads the clock.',
  },
];
const RAW_IPC = [
  {
    selector: 'ImportSpecifier[imported.name=/^ipc(Main|Renderer)$/]',
    message: 'Messages go through electron/ipc, which checks the sender and parses what was sent.',
  },
  {
    selector:
      'CallExpression[callee.property.name=/^(send|postMessage)$/][callee.object.property.name=/^(webContents|mainFrame)$/]',
    message: 'Messages go through electron/ipc, which knows the contract.',
  },
];
const syntax = (...forbidden) => ({
  'no-restricted-syntax': ['error', DEFAULT_EXPORT, ENUM, ...forbidden],
});

const CHILD_PROCESS = {
  regex: '^(node:)?child_process$',
  message: 'Programs are started by main/system/run-command.ts alone.',
};
const EXECA = {
  regex: '^execa$',
  message: 'Programs are started by main/system/run-command.ts alone.',
};
const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default defineConfig(
  { ignores: ['out/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      ...syntax(...CLOCK, ...RAW_IPC),
      ...imports(CHILD_PROCESS, EXECA),
      'max-lines': ['error', 250],
      eqeqeq: 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        // An `assertNever` in `default` also catches what arrives from outside at run time.
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/prefer-readonly': 'error',
    },
  },
  { files: ['main/system/clock.ts', 'renderer/clock.ts'], rules: syntax(...RAW_IPC) },
  { files: ['electron/{ipc,preload}/**'], rules: syntax(...CLOCK) },
  { files: ['main/system/**'], rules: imports(EXECA) },
  { files: ['main/system/run-command.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['renderer/**/*.tsx'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: ['test/**'],
    rules: { 'max-lines': 'off', 'no-restricted-imports': 'off' },
  },
  {
    files: ['build/**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...['console', 'process', 'Buffer', 'URL', 'setTimeout', 'clearTimeout', 'performance'],
          ...['fetch', 'AbortSignal'],
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: { 'max-lines': ['error', 250] },
  },
);
